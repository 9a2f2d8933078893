//! Looking on while rules run: what the interpreter comes to, before it does it.

use rhai::debugger::DebuggerCommand;
use rhai::{ASTNode, Engine, EvalContext};

/// Calls `see` before each statement and expression, with the name of the function it stands in.
/// Nothing is slower where nobody looks on.
#[expect(
    deprecated,
    reason = "Rhai marks its debugging interface so to say that it may change"
)]
pub(super) fn attach(
    engine: &mut Engine,
    see: impl Fn(&mut EvalContext, ASTNode, &str) + Send + Sync + 'static,
) {
    engine.register_debugger(
        |_, debugger| debugger,
        move |mut context, _, node, _, _| {
            let function = context
                .debugger()
                .and_then(|debugger| debugger.call_stack().last())
                .map(|frame| frame.fn_name.clone());
            see(&mut context, node, function.as_deref().unwrap_or_default());
            Ok(DebuggerCommand::StepInto)
        },
    );
}
