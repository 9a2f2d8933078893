//! The fewest figures whose change makes the wrong equations hold.
//!
//! One figure at a time, the one that mends most first. What is found is taken for true before
//! the next is looked for, so a second error in the same sum is seen without the first.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use super::cause::{self, Cause, Proposal, Room};
use super::pair;
use super::room::rooms;
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
        known: BTreeMap::new(),
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
    known: BTreeMap<NodeId, Vec<Candidate>>,
}

impl Search {
    /// Looks at the figures of some equations, again where they are known.
    fn look(&mut self, case: &Case, equations: &[usize]) {
        let nodes: BTreeSet<NodeId> = equations
            .iter()
            .filter_map(|index| case.live.get(*index))
            .flat_map(super::feasible::Live::nodes)
            .collect();
        for node in nodes {
            self.known.remove(&node);
            let concerned = case
                .of(node)
                .iter()
                .any(|index| self.failed.contains(index));
            if !concerned || case.is_spent() {
                continue;
            }
            let candidates: Vec<Candidate> = rooms(case, node, &self.failed)
                .into_iter()
                .map(|room| Candidate {
                    room,
                    proposals: OnceCell::new(),
                })
                .collect();
            if !candidates.is_empty() {
                self.known.insert(node, candidates);
            }
        }
    }

    /// The equations to mend next: most at once, by the fewest figures in question, by the
    /// likeliest slip.
    fn most(&self, case: &Case) -> Option<Vec<usize>> {
        case.spend(self.known.len());
        if case.is_spent() {
            return None;
        }
        let all = || self.known.values().flatten();
        let sizes: BTreeSet<usize> = all().map(|candidate| candidate.room.mends.len()).collect();
        for size in sizes.into_iter().rev() {
            let mut groups: BTreeMap<&[usize], (usize, u32)> = BTreeMap::new();
            let of_size = |candidate: &&Candidate| candidate.room.mends.len() == size;
            for candidate in all().filter(of_size) {
                if candidate.proposals(case).is_empty() {
                    continue;
                }
                let group = groups
                    .entry(candidate.room.mends.as_slice())
                    .or_insert((0, u32::MAX));
                group.0 += 1;
                group.1 = group.1.min(candidate.score(case));
            }
            let best = groups
                .into_iter()
                .min_by_key(|(mends, (figures, score))| (*figures, *score, *mends));
            if let Some((mends, _)) = best {
                return Some(mends.to_vec());
            }
        }
        None
    }

    fn forget(&mut self, mends: &[usize]) {
        for candidates in self.known.values_mut() {
            candidates.retain(|candidate| candidate.room.mends != mends);
        }
    }

    /// What may have happened to mend just these, each judged.
    fn suspects(&self, case: &Case, mends: &[usize]) -> Vec<Proposal> {
        let mut candidates: Vec<&Candidate> = self
            .known
            .values()
            .flatten()
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
    case.outcome(&changes).into_iter().all(|(index, verdict)| {
        let before = case
            .live
            .get(index)
            .is_some_and(super::feasible::Live::holds);
        let after = verdict.is_some_and(super::feasible::is_held);
        after || !(before || mends.contains(&index))
    })
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
