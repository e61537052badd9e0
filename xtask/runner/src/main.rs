//! Runs a test binary of wasm-bindgen in a browser: cargo's runner for wasm32, see `.cargo/config.toml`.
//! A package of its own, so that `serve` need not wait for its many dependencies.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
