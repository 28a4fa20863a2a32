// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace dragoman::apertium {

/// A program of a mode's pipeline with its arguments, `$1` and `$2` filled in as `apertium -u` does.
struct StageSpec {
    std::string program;                  // without a directory
    std::vector<std::string> arguments;   // options and files in their order

    /// The arguments that name files.
    std::vector<std::string> files() const;
};

struct ModeFile {
    std::vector<StageSpec> stages;
    bool mended = false;                  // a path was rewritten
    std::string refused;                  // why it cannot be used, or empty
};

/// Reads a `.mode` file. What cannot be used gets `refused`; nothing is thrown.
///
/// Two things are done to it: an old-style transfer that looks up its dictionary itself becomes a look-up and a
/// transfer, as the `apertium` command of 3.8 does before it runs a mode; and a data directory that does not exist
/// is looked for with its languages swapped (Debian's ca-eo and es-eo name a directory that their package calls
/// otherwise).
ModeFile read_mode_file(const std::string& path);

/// Full path of a program on the path the `apertium` command uses, or empty.
std::string find_program(const std::string& name);

}  // namespace dragoman::apertium
