//! Shipped packs are embedded in the binary: a change below `rules/` must rebuild it.

fn main() {
    println!("cargo::rerun-if-changed=rules");
}
