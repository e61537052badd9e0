//! A small solver that shares nothing with ours: every choice of wet and dry nodes in turn, each by dense elimination with
//! partial pivoting; the least solution that its choice agrees with.

use city_rivers::document::{Document, Kind, Mood};

/// Solves `m x = b`; none if it is singular to rounding.
pub fn gauss(mut m: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for k in 0..n {
        let best = (k..n).max_by(|&i, &j| m[i][k].abs().total_cmp(&m[j][k].abs()))?;
        if m[best][k].abs() < 1e-11 {
            return None;
        }
        m.swap(k, best);
        b.swap(k, best);
        for i in k + 1..n {
            let factor = m[i][k] / m[k][k];
            let row = m[k].clone();
            m[i].iter_mut().zip(row).skip(k).for_each(|(cell, above)| *cell -= factor * above);
            b[i] -= factor * b[k];
        }
    }
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| m[k][j] * b[j]).sum();
        b[k] = (b[k] - known) / m[k][k];
    }
    Some(b)
}

fn index(document: &Document, id: &str) -> usize {
    document.nodes.iter().position(|node| node.id == id).unwrap()
}

/// Inflows of all nodes, or none where there is no steady state.
pub fn inflows(document: &Document) -> Option<Vec<f64>> {
    let n = document.nodes.len();
    let ends: Vec<(usize, usize)> =
        document.streams.iter().map(|s| (index(document, &s.from), index(document, &s.to))).collect();
    let out = |v: usize| document.streams.iter().zip(&ends).filter(move |(_, ends)| ends.0 == v).map(|(s, _)| s);
    let own = |v: usize| match document.nodes[v].kind {
        Kind::Spring => document.nodes[v].clients.unwrap_or_else(|| out(v).filter_map(|s| s.clients).sum()),
        _ => 0.0,
    };
    let fixed: Vec<f64> =
        (0..n).map(|v| document.nodes[v].underway + out(v).filter_map(|s| s.clients).sum::<f64>()).collect();
    let left: Vec<f64> = (0..n).map(|v| 1.0 - out(v).filter_map(|s| s.share).sum::<f64>()).collect();
    let rests: Vec<usize> =
        (0..n).map(|v| out(v).filter(|s| s.share.is_none() && s.clients.is_none()).count()).collect();
    let choices: Vec<usize> = (0..n).filter(|&v| rests[v] > 0 && fixed[v] > 0.0).collect();
    let mut best: Option<Vec<f64>> = None;
    for choice in 0..1_usize << choices.len() {
        let wet = |v: usize| choices.iter().position(|&c| c == v).is_none_or(|bit| choice >> bit & 1 == 1);
        let mut m = vec![vec![0.0; n]; n];
        let mut b: Vec<f64> = (0..n).map(own).collect();
        for (v, row) in m.iter_mut().enumerate() {
            row[v] = 1.0;
        }
        for (stream, &(from, to)) in document.streams.iter().zip(&ends) {
            match (stream.share, stream.clients) {
                (Some(share), _) => m[to][from] -= share,
                (_, Some(count)) => b[to] += count,
                _ if wet(from) => {
                    m[to][from] -= left[from] / rests[from] as f64;
                    b[to] -= fixed[from] / rests[from] as f64;
                }
                _ => {}
            }
        }
        let Some(x) = gauss(m, b) else { continue };
        let agrees = choices.iter().all(|&v| {
            let over = left[v] * x[v] - fixed[v];
            let noise = 1e-9 * fixed[v];
            if wet(v) { over >= -noise } else { over <= noise }
        });
        let real = x.iter().all(|&x| x >= -1e-9);
        if agrees && real && best.as_ref().is_none_or(|best| x.iter().sum::<f64>() < best.iter().sum()) {
            best = Some(x);
        }
    }
    best
}

/// Temperatures of nodes for given clients of streams.
pub fn temperatures(document: &Document, clients: &[f64]) -> Option<Vec<f64>> {
    let n = document.nodes.len();
    let mut m = vec![vec![0.0; n]; n];
    let mut b = vec![0.0; n];
    for (v, node) in document.nodes.iter().enumerate() {
        let own = match (node.kind, node.clients) {
            (Kind::Spring, Some(own)) => own,
            (Kind::Spring, None) => {
                document.streams.iter().filter(|s| s.from == node.id).filter_map(|s| s.clients).sum()
            }
            _ => 0.0,
        };
        m[v][v] += own;
        b[v] += own * node.temperature.unwrap_or(0.0);
    }
    for (stream, &clients) in document.streams.iter().zip(clients) {
        let (from, to) = (index(document, &stream.from), index(document, &stream.to));
        m[to][to] += clients;
        let mood = stream.mood.map(|mood| if mood == Mood::Red { 0.7 } else { -0.7 });
        match stream.temperature.or(mood) {
            Some(known) => b[to] += clients * known,
            None => m[to][from] -= clients,
        }
    }
    for v in 0..n {
        let total = m[v][v];
        if total <= 0.0 {
            m[v].iter_mut().for_each(|cell| *cell = 0.0);
            m[v][v] = 1.0;
        } else {
            m[v].iter_mut().for_each(|cell| *cell /= total);
            b[v] /= total;
        }
    }
    gauss(m, b)
}
