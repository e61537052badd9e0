//! The nearest counts that balance, in a way that shares nothing with ours.

use city_rivers::document::{Document, Kind, Stream};

/// The nearest counts that balance, or none, by trying every choice of what is held at 0 in dense arithmetic.
pub fn nearest(document: &Document) -> Option<Vec<f64>> {
    // Unknowns: counts of nodes, counts of streams, then for every node what it takes in and what its rests divide.
    let (nodes, streams) = (&document.nodes, &document.streams);
    let (n, e) = (nodes.len(), streams.len());
    let counts: Vec<f64> =
        nodes.iter().map(|n| n.clients).chain(streams.iter().map(|s| s.clients)).map(|c| c.unwrap_or(0.0)).collect();
    let width = 3 * n + e;
    let place = |id: &str| nodes.iter().position(|node| node.id == id).unwrap();
    let mut rows: Vec<(Vec<f64>, f64)> = Vec::new();
    let is_rest = |stream: &Stream| stream.share.is_none() && stream.clients.is_none();
    for (v, given) in nodes.iter().enumerate() {
        let mine: Vec<usize> = (0..e).filter(|&s| streams[s].from == given.id).collect();
        let mut comes = vec![0.0; width];
        comes[n + e + v] = -1.0;
        comes[v] = f64::from(u8::from(given.kind == Kind::Spring));
        for (s, stream) in streams.iter().enumerate() {
            let u = place(&stream.from);
            if given.kind == Kind::Spring && given.clients.is_none() && u == v && stream.clients.is_some() {
                comes[n + s] += 1.0;
            }
            if stream.to == given.id {
                match (stream.share, stream.clients) {
                    (Some(share), _) => comes[n + e + u] += share,
                    (_, Some(_)) => comes[n + s] += 1.0,
                    _ => {
                        let all = streams.iter().filter(|other| other.from == stream.from && is_rest(other)).count();
                        comes[2 * n + e + u] += 1.0 / all as f64;
                    }
                }
            }
        }
        rows.push((comes, 0.0));
        let left = 1.0 - mine.iter().filter_map(|&s| streams[s].share).sum::<f64>();
        let alone = mine.iter().all(|&s| streams[s].share.is_some());
        let mut goes = vec![0.0; width];
        goes[n + e + v] = left;
        for &s in &mine {
            goes[n + s] -= f64::from(u8::from(streams[s].clients.is_some()));
        }
        goes[2 * n + e + v] = -f64::from(u8::from(mine.iter().any(|&s| is_rest(&streams[s]))));
        if !mine.is_empty() && (!alone || left.abs() < 1e-9) {
            rows.push((goes, given.underway));
        }
    }
    let bounded: Vec<usize> = (0..width)
        .filter(|&i| if i < n + e { counts[i] > 0.0 } else { i >= 2 * n + e && rows.iter().any(|r| r.0[i] != 0.0) })
        .collect();
    let mut best: Option<(f64, Vec<f64>)> = None;
    for choice in 0..1_u32 << bounded.len() {
        let free: Vec<usize> = (0..width)
            .filter(|&i| match bounded.iter().position(|&b| b == i) {
                Some(bit) => choice >> bit & 1 == 0,
                None => i >= n + e && i < 2 * n + e,
            })
            .collect();
        let size = free.len() + rows.len();
        let mut m = vec![vec![0.0; size + 1]; size];
        for (k, &i) in free.iter().enumerate() {
            if i < n + e {
                let confidence = if i < n { nodes[i].confidence } else { streams[i - n].confidence };
                m[k][k] = confidence / counts[i];
                m[k][size] = confidence;
            }
            for (r, row) in rows.iter().enumerate() {
                m[k][free.len() + r] = row.0[i];
                m[free.len() + r][k] = row.0[i];
            }
        }
        for (r, row) in rows.iter().enumerate() {
            m[free.len() + r][size] = row.1;
        }
        let Some(solution) = any_solution(m) else { continue };
        let mut found = vec![0.0; width];
        free.iter().zip(solution).for_each(|(&i, value)| found[i] = value);
        if bounded.iter().any(|&i| found[i] < -1e-8) {
            continue;
        }
        let squares = |i: usize| {
            let confidence = if i < n { nodes[i].confidence } else { streams[i - n].confidence };
            if counts[i] > 0.0 { confidence * (found[i] - counts[i]).powi(2) / counts[i] } else { 0.0 }
        };
        let all: f64 = (0..n + e).map(squares).sum();
        if best.as_ref().is_none_or(|best| all < best.0) {
            best = Some((all, found));
        }
    }
    best.map(|best| best.1[..n + e].to_vec())
}

/// A solution of a system that may have many or none, by elimination with full pivoting; the last column is the right side.
fn any_solution(mut m: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = m.len();
    let mut columns: Vec<usize> = (0..n).collect();
    let mut rank = 0;
    while rank < n {
        let at = (rank..n).flat_map(|i| (rank..n).map(move |j| (i, j)));
        let (i, j) = at.max_by(|&(i, j), &(k, l)| m[i][columns[j]].abs().total_cmp(&m[k][columns[l]].abs()))?;
        if m[i][columns[j]].abs() < 1e-11 {
            break;
        }
        m.swap(rank, i);
        columns.swap(rank, j);
        let (upper, lower) = m.split_at_mut(rank + 1);
        let row = &upper[rank];
        for other in lower {
            let factor = other[columns[rank]] / row[columns[rank]];
            other.iter_mut().zip(row).for_each(|(cell, above)| *cell -= factor * above);
        }
        rank += 1;
    }
    if m[rank..].iter().any(|row| row[n].abs() > 1e-7) {
        return None;
    }
    let mut x = vec![0.0; n];
    for k in (0..rank).rev() {
        let known: f64 = (k + 1..rank).map(|l| m[k][columns[l]] * x[columns[l]]).sum();
        x[columns[k]] = (m[k][n] - known) / m[k][columns[k]];
    }
    Some(x)
}
