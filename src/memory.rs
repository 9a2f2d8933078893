//! How much memory a thread holds, so that a rule can be stopped before it holds too much.
//!
//! A rule's values are the interpreter's: from outside, only the allocator sees all they take. So
//! it counts. Whoever runs packs that are not trusted makes [`Counting`] the program's allocator,
//! as the `gouji` command does; without it memory is bounded only by the limits on steps, time
//! and the size of each value.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Bytes taken less bytes given back by this thread. What one thread takes and another gives
    /// back makes it negative there, which is why it is only ever compared with itself.
    static HELD: Cell<i64> = const { Cell::new(0) };
}

/// The system's allocator, counting by thread.
///
/// ```
/// #[global_allocator]
/// static MEMORY: gouji::memory::Counting = gouji::memory::Counting;
///
/// let before = gouji::memory::held();
/// let kept = vec![0_u8; 1 << 20];
/// assert!(gouji::memory::held() - before >= 1 << 20);
/// drop(kept);
/// assert!(gouji::memory::held() - before < 1 << 20);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Counting;

/// Bytes this thread has taken less those it has given back; 0 where [`Counting`] is not the
/// program's allocator. Only differences mean something.
#[must_use]
pub fn held() -> i64 {
    HELD.try_with(Cell::get).unwrap_or(0)
}

fn count(bytes: usize, sign: i64) {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    // a thread that ends gives back its last memory after its counter is gone
    let _ = HELD.try_with(|held| held.set(held.get().saturating_add(sign.saturating_mul(bytes))));
}

#[expect(
    unsafe_code,
    reason = "an allocator is unsafe by its trait; each method hands its arguments on to the system's, whose contract is the same, and counts"
)]
// SAFETY: every method passes what it was given to `System` unchanged and returns what that
// returns; counting neither allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        // SAFETY: as promised by the caller
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        // SAFETY: as promised by the caller
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(layout.size(), -1);
        // SAFETY: as promised by the caller
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, 1);
        count(layout.size(), -1);
        // SAFETY: as promised by the caller
        unsafe { System.realloc(pointer, layout, size) }
    }
}
