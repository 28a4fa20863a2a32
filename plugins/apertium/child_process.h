// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "call.h"

namespace dragoman::apertium {

/// A helper program that reads a stream and writes one, joined to this process by a socket.
///
/// It cannot outlive the gateway: the socket's end of file ends it, and where setpriv(1) is installed the kernel
/// kills it with its parent. It is in a process group of its own and inherits nothing but the socket.
class ChildProcess {
public:
    /// `program` is a full path. Throws `Failure` when it cannot be started.
    ChildProcess(const std::string& program, const std::vector<std::string>& arguments);
    ~ChildProcess();  // kills what still runs
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Writes `input` and reads up to the NUL that answers its NUL.
    void exchange(const std::string& input, std::string& output, const Call& call);

    /// Writes `input`, closes, and reads to the end. Throws unless the program then exits with status 0.
    void finish(const std::string& input, std::string& output, const Call& call);

    bool is_alive() const;

    /// Memory no other process shares.
    size_t private_bytes() const;

private:
    enum class Until { nul, end };
    void transfer(const std::string& input, std::string& output, Until until, const Call& call);
    [[noreturn]] void fail_dead();

    const std::string name_;
    pid_t process_ = -1;
    int socket_ = -1;
};

}  // namespace dragoman::apertium
