// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory_stream.h"

#include <stdio_ext.h>

#include <cstdlib>

#include "failure.h"

namespace dragoman::apertium {
namespace {

/// A stream is one thread's at a time, and the libraries ask for every byte: the lock would cost a tenth of all.
void leave_unlocked(FILE* file) { __fsetlocking(file, FSETLOCKING_BYCALLER); }

}  // namespace

FILE* open_for_reading(const std::string& text) {
    FILE* file = fmemopen(const_cast<char*>(text.data()), text.size(), "r");
    if (file == nullptr) throw Failure(DGM_UNAVAILABLE, "no memory for a stream", 1000);
    leave_unlocked(file);
    return file;
}

void read_from(InputFile& input, const std::string& text) { input.wrap(open_for_reading(text)); }

MemoryOutput::MemoryOutput() {
    file_ = open_memstream(&bytes_, &length_);
    if (file_ == nullptr) throw Failure(DGM_UNAVAILABLE, "no memory for a stream", 1000);
    leave_unlocked(file_);
    // A fixed locale and encoding: the process's own must not matter.
    unicode_file_ = u_finit(file_, "en_US_POSIX", "UTF-8");
    if (unicode_file_ == nullptr) {
        fclose(file_);
        free(bytes_);
        throw Failure(DGM_UNAVAILABLE, "no memory for a stream", 1000);
    }
}

MemoryOutput::~MemoryOutput() {
    u_fclose(unicode_file_);  // leaves `file_` to us: it came by u_finit
    fclose(file_);
    free(bytes_);
}

UFILE* MemoryOutput::begin() {
    rewind(file_);
    return unicode_file_;
}

void MemoryOutput::take(std::string& text) {
    u_fflush(unicode_file_);
    fflush(file_);
    const long written = ftell(file_);
    if (written < 0) throw Failure(DGM_UNAVAILABLE, "no memory for a stream", 1000);
    text.assign(bytes_, static_cast<size_t>(written));
}

}  // namespace dragoman::apertium
