//! The fewest figures whose change makes the wrong equations hold.
//!
//! One figure at a time, the one that mends most first. What is found is taken for true before
//! the next is looked for, so a second error in the same sum is seen without the first.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::case::Case;
use super::cause::{self, Cause, Proposal, Room};
use super::pair;
use super::room::{Scratch, rooms};
use crate::document::NodeId;

/// Suspects of one repair that are judged and named.
const MOST_SUSPECTS: usize = 32;

/// Figures any of which, changed, mends the same equations.
#[derive(Debug)]
pub(super) struct Repair {
    /// Equations that hold with the likeliest change.
    pub(super) mended: Vec<usize>,
    /// Likeliest first, with their ranks.
    pub(super) suspects: Vec<(Proposal, u32)>,
    /// What must change with each of them, where one figure alone does not do.
    pub(super) together: Vec<Proposal>,
}

impl Repair {
    /// The likeliest change, where no other is as likely.
    pub(super) fn only(&self) -> Option<&Proposal> {
        match self.suspects.as_slice() {
            [(first, _)] => Some(first),
            [(first, rank), (_, next), ..] if rank < next => Some(first),
            _ => None,
        }
    }
}

/// A figure that could mend something.
#[derive(Debug)]
struct Candidate {
    room: Room,
    proposals: OnceCell<Vec<Proposal>>,
}

impl Candidate {
    /// How it may have come to be wrong, likeliest first; thought of when it is asked for: most
    /// figures mend less than another one.
    fn proposals(&self, case: &Case) -> &[Proposal] {
        self.proposals
            .get_or_init(|| cause::proposals(case, &self.room))
    }

    fn score(&self, case: &Case) -> u32 {
        let best = self.proposals(case).first();
        best.map_or(u32::MAX, |proposal| proposal.score)
    }
}

/// What was found.
#[derive(Debug)]
pub(super) struct Explained {
    pub(super) repairs: Vec<Repair>,
    /// Equations that nothing mends, or that were not looked at any more.
    pub(super) left: BTreeSet<usize>,
}

/// Explains the wrong equations by as few figures as it finds.
pub(super) fn explain(case: &mut Case) -> Explained {
    let mut search = Search {
        failed: case.failed(),
        known: Vec::new(),
    };
    let all: Vec<usize> = search.failed.iter().copied().collect();
    search.look(case, &all);
    let mut repairs = Vec::new();
    while let Some(mends) = search.most(case) {
        let suspects = search.suspects(case, &mends);
        if suspects.is_empty() {
            search.forget(&mends);
            continue;
        }
        let mut repair = Repair {
            mended: mends.clone(),
            suspects: ranked(suspects),
            together: Vec::new(),
        };
        let mut touched = mends.clone();
        let change = repair.only().map(|only| (only.node, only.value));
        if let Some((node, value)) = change
            && let Some(changes) = case.changes(&[(node, value)])
        {
            touched.extend(case.of(node));
            repair.mended.extend(case.apply(&changes));
            repair.mended.sort_unstable();
            repair.mended.dedup();
        }
        for index in &repair.mended {
            search.failed.remove(index);
        }
        search.look(case, &touched);
        repairs.push(repair);
    }
    let pairs = in_pairs(case, &search.failed);
    let mut left = search.failed;
    for index in pairs.iter().flat_map(|repair| &repair.mended) {
        left.remove(index);
    }
    repairs.extend(pairs);
    Explained { repairs, left }
}

/// What no single figure mends.
fn in_pairs(case: &mut Case, failed: &BTreeSet<usize>) -> Vec<Repair> {
    let mut repairs = Vec::new();
    for wrong in failed {
        let mut pairs = pair::pairs(case, *wrong);
        let together = pairs.iter().map(|pair| pair.second.clone()).collect();
        for pair in &mut pairs {
            pair.first.score = pair.score();
        }
        let firsts: Vec<Proposal> = pairs.into_iter().map(|pair| pair.first).collect();
        if !firsts.is_empty() {
            repairs.push(Repair {
                mended: vec![*wrong],
                suspects: ranked(firsts),
                together,
            });
        }
    }
    repairs
}

struct Search {
    failed: BTreeSet<usize>,
    /// In the order of the text.
    known: Vec<Candidate>,
}

impl Search {
    /// Looks at the figures of some equations, again where they are known.
    fn look(&mut self, case: &Case, equations: &[usize]) {
        let mut nodes: Vec<NodeId> = equations
            .iter()
            .flat_map(|index| case.figures(*index))
            .copied()
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        let again = |candidate: &Candidate| nodes.binary_search(&candidate.room.node).is_ok();
        self.known.retain(|candidate| !again(candidate));
        let mut scratch = Scratch::default();
        for node in nodes {
            let concerned = case
                .of(node)
                .iter()
                .any(|index| self.failed.contains(index));
            if !concerned || case.is_spent() {
                continue;
            }
            rooms(case, node, &self.failed, &mut scratch, &mut |room| {
                self.known.push(Candidate {
                    room,
                    proposals: OnceCell::new(),
                });
            });
        }
        // those of one figure stay as they came
        self.known.sort_by_key(|candidate| candidate.room.node);
    }

    /// The equations to mend next: most at once, by the fewest figures in question, by the
    /// likeliest slip.
    fn most(&self, case: &Case) -> Option<Vec<usize>> {
        let figures = self
            .known
            .chunk_by(|one, other| one.room.node == other.room.node);
        case.spend(figures.count());
        if case.is_spent() {
            return None;
        }
        let all = || self.known.iter();
        let mut sizes: Vec<usize> = all().map(|candidate| candidate.room.mends.len()).collect();
        sizes.sort_unstable();
        sizes.dedup();
        for size in sizes.into_iter().rev() {
            let mut groups: Vec<(&[usize], usize, u32)> = Vec::new();
            let of_size = |candidate: &&Candidate| candidate.room.mends.len() == size;
            for candidate in all().filter(of_size) {
                if candidate.proposals(case).is_empty() {
                    continue;
                }
                let (mends, score) = (candidate.room.mends.as_slice(), candidate.score(case));
                match groups.iter_mut().find(|(known, ..)| *known == mends) {
                    Some((_, figures, least)) => {
                        *figures += 1;
                        *least = score.min(*least);
                    }
                    None => groups.push((mends, 1, score)),
                }
            }
            let best = groups
                .into_iter()
                .min_by_key(|(mends, figures, score)| (*figures, *score, *mends));
            if let Some((mends, ..)) = best {
                return Some(mends.to_vec());
            }
        }
        None
    }

    fn forget(&mut self, mends: &[usize]) {
        self.known.retain(|candidate| candidate.room.mends != mends);
    }

    /// What may have happened to mend just these, each judged.
    fn suspects(&self, case: &Case, mends: &[usize]) -> Vec<Proposal> {
        let mut candidates: Vec<&Candidate> = self
            .known
            .iter()
            .filter(|candidate| candidate.room.mends == mends)
            .filter(|candidate| !candidate.proposals(case).is_empty())
            .collect();
        candidates.sort_by_key(|candidate| (candidate.score(case), candidate.room.node));
        candidates.truncate(MOST_SUSPECTS);
        // said of the total, it need not be said of the part
        let parts: BTreeSet<NodeId> = candidates
            .iter()
            .flat_map(|candidate| candidate.proposals(case))
            .filter_map(|proposal| proposal.source)
            .collect();
        let is_said = |proposal: &Proposal| {
            matches!(proposal.cause, Cause::OmittedAddend | Cause::DoubledAddend)
                && proposal.source.is_none()
                && parts.contains(&proposal.node)
        };
        let mut all = Vec::new();
        for candidate in candidates {
            let mut score = None;
            for proposal in candidate.proposals(case) {
                if score.is_some_and(|score| score < proposal.score) {
                    break;
                }
                if !is_said(proposal) && mends_all(case, proposal, mends) {
                    score = Some(proposal.score);
                    all.push(proposal.clone());
                }
            }
        }
        all.sort_by_key(|proposal| (proposal.score, proposal.node, proposal.source));
        all.truncate(MOST_SUSPECTS);
        all
    }
}

/// Whether a proposal mends what it should and breaks nothing: the equations themselves judge.
fn mends_all(case: &Case, proposal: &Proposal, mends: &[usize]) -> bool {
    let Some(changes) = case.changes(&[(proposal.node, proposal.value)]) else {
        return false;
    };
    case.mends(&changes, |index| mends.contains(&index))
}

fn ranked(proposals: Vec<Proposal>) -> Vec<(Proposal, u32)> {
    let mut rank = 0;
    let mut score = None;
    proposals
        .into_iter()
        .map(|proposal| {
            if score != Some(proposal.score) {
                rank += 1;
                score = Some(proposal.score);
            }
            (proposal, rank)
        })
        .collect()
}
