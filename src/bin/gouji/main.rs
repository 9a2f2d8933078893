//! The `gouji` command.
use gouji::pack::*;
use gouji::source::Source;
use gouji::words::Lang;
use std::sync::Arc;
fn main() {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let library = Library::near(&std::env::current_dir().unwrap());
    let pack = match Pack::load("department", &library) {
        Ok(pack) => Arc::new(pack),
        Err(faults) => {
            for fault in faults {
                println!("{}", fault.text(Lang::Chinese));
            }
            std::process::exit(2);
        }
    };
    if command == "test" {
        match pack.run_cases() {
            Ok(results) => {
                let mut bad = 0;
                for result in &results {
                    if result.differences.is_empty() {
                        continue;
                    }
                    bad += 1;
                    println!("✗ {} {}", result.file, result.name);
                    for difference in &result.differences {
                        println!("    {difference:?}");
                    }
                }
                println!("{} cases, {bad} differ", results.len());
            }
            Err((faults, more)) => println!("{faults:#?} {more:#?}"),
        }
        return;
    }
    let mut checker = pack.checker().unwrap();
    for file in args {
        let source = Source::read(std::path::Path::new(&file)).unwrap();
        let (source, checked) = checker.check_source(source);
        println!("{file} {:?} {:?}", checked.verdict, checked.numbers);
        for f in &checked.findings {
            let l = f.labels.iter().find(|l| l.primary);
            let place = l.map(|l| source.place(l.span.start));
            println!(
                "  {} {:?} {:?} {:?} {} :: {}",
                f.rule.id,
                f.level,
                f.outcome,
                f.verdict,
                l.map_or("", |l| &l.path),
                f.message.text(Lang::Chinese)
            );
            let _ = place;
        }
        for n in &checked.not_run {
            println!(
                "  NOT RUN {} {:?} {} {} :: {}",
                n.rule.id,
                n.reason,
                n.path,
                n.field,
                n.message.text(Lang::Chinese)
            );
        }
        for o in &checked.outcomes {
            print!("{}:{:?} ", o.rule.id, o.outcome);
        }
        println!("\n  unchecked {:?}", checked.unchecked);
    }
}
