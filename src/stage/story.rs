//! The story of a map, step by step.

use super::Stage;
use crate::{
    document::{Kind, Step},
    picture::scene::Scene,
};

impl Stage {
    /// The author's own story, or one made from KT1, KT2, KT3 and the regulars.
    pub(super) fn steps(&self, scene: &Scene) -> Vec<Step> {
        if !self.document.story.is_empty() {
            return self.document.story.clone();
        }
        (1..=4).filter_map(|kt| self.made(scene, kt)).collect()
    }

    /// The step at a KT (4 for the regulars), where there is one; with several shops it looks at all of theirs.
    fn made(&self, scene: &Scene, kt: u8) -> Option<Step> {
        let own = |site: &&crate::picture::scene::Site| {
            if kt == 4 { site.kind == Kind::Regulars } else { site.kt == Some(kt) }
        };
        let sites: Vec<_> = scene.sites.iter().filter(own).collect();
        let texts: Vec<String> = sites
            .iter()
            .map(|site| match sites.len() {
                1 => self.sentence(scene, site),
                _ => [super::cards::name(scene, site), self.sentence(scene, site)].join(": "),
            })
            .collect();
        let [about, _] = scene.about(kt);
        (!sites.is_empty()).then(|| Step {
            title: Some([&scene.name(kt), ", ", about].concat()),
            text: Some(texts.join("\n")),
            focus: sites.iter().map(|site| self.id(site.index).to_owned()).collect(),
            ..Step::default()
        })
    }
}
