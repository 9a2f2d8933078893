// Shared by the build script, which works out the digests of shipped packs.

/// SHA-256 over the paths and contents of a pack's files, in order, each with its length before it.
fn digest(files: &BTreeMap<String, Vec<u8>>) -> [u8; 32] {
    use sha2::Digest;
    let mut hasher = sha2::Sha256::new();
    for (path, bytes) in files {
        for part in [path.as_bytes(), bytes] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().into()
}
