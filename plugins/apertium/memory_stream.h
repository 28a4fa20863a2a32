// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <string>

#include <lttoolbox/input_file.h>
#include <unicode/ustdio.h>

namespace dragoman::apertium {

/// Lets `input` read `text`, which must outlive the reading.
void read_from(InputFile& input, const std::string& text);

/// A stdio stream over `text`, owned by the caller.
FILE* open_for_reading(const std::string& text);

/// An output file of the libraries that ends up in memory. It is made once for a stage: opening one costs as much
/// as translating a word.
class MemoryOutput {
public:
    MemoryOutput();
    ~MemoryOutput();
    MemoryOutput(const MemoryOutput&) = delete;
    MemoryOutput& operator=(const MemoryOutput&) = delete;

    /// The file, emptied.
    UFILE* begin();

    /// Moves what was written since `begin` to `text`.
    void take(std::string& text);

private:
    char* bytes_ = nullptr;
    size_t length_ = 0;
    FILE* file_ = nullptr;
    UFILE* unicode_file_ = nullptr;
};

}  // namespace dragoman::apertium
