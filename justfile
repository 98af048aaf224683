# Chores by name; `just` lists them. Each is one line that can be typed without just.

# everything that CI runs
test:
    ./test

# what needs neither a browser nor a server
quick:
    ./test --quick

# the bundled wire through the whole system, then served
demo:
    cargo run --release -- demo

# all benches
bench:
    cargo bench --workspace

# the reader's model, made anew from a folder of treebanks
train treebank:
    cargo xtask train --treebank {{treebank}}
