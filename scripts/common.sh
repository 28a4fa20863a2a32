# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, and how a script speaks.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export ROOT

say() { printf '%s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Puts the folder of a Swift compiler on PATH when it is not there yet, looking where installers leave it.
find_swift() {
    command -v swift >/dev/null && return 0
    local folder
    for folder in /opt/swift/usr/bin "$HOME/.local/share/swiftly/bin" /usr/local/swift/usr/bin; do
        if [ -x "$folder/swift" ]; then
            export PATH="$folder:$PATH"
            return 0
        fi
    done
    return 1
}

# Where a configuration's products are.
bin_path() { printf '%s/.build/%s\n' "$ROOT" "$1"; }

# The gateway's program: $DRAGOMAN_BIN, or the release build, or the debug build.
gateway_program() {
    local candidate
    for candidate in "${DRAGOMAN_BIN:-}" "$(bin_path release)/dragoman" "$(bin_path debug)/dragoman"; do
        if [ -n "$candidate" ] && [ -x "$candidate" ]; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

# json_field NAME: a string or number member of the flat JSON object on standard input; empty for null.
json_field() {
    sed -nE "s/.*\"$1\"[[:space:]]*:[[:space:]]*(\"([^\"]*)\"|([0-9]+)).*/\\2\\3/p"
}

# environment FOLDER FILE WORD…: a Python environment of what the file lists, made anew when that has changed.
environment() {
    local folder="$1" wanted="$2"
    shift 2
    if cmp -s "$wanted" "$folder/installed.txt"; then return 0; fi
    say "Installing $* into $folder."
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted" >&2
    cp "$wanted" "$folder/installed.txt"
}
