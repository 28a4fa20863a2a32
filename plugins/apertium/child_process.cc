// SPDX-License-Identifier: GPL-3.0-or-later
#include "child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>

#include "mode_file.h"

namespace dragoman::apertium {
namespace {

/// Runs all spawns on one thread that lives as long as the process: the kernel's parent death signal follows the
/// thread that made a child, and the host's threads come and go.
class Spawner {
public:
    static Spawner& shared() {
        static Spawner* spawner = new Spawner;  // never destroyed, as its thread never ends
        return *spawner;
    }

    void run(const std::function<void()>& work) {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [&] { return work_ == nullptr; });
        work_ = &work;
        changed_.notify_all();
        const unsigned long mine = ++asked_;
        changed_.wait(lock, [&] { return done_ >= mine; });
    }

private:
    Spawner() {
        std::thread([this] {
            std::unique_lock<std::mutex> lock(mutex_);
            while (true) {
                changed_.wait(lock, [&] { return work_ != nullptr; });
                (*work_)();
                work_ = nullptr;
                done_ += 1;
                changed_.notify_all();
            }
        }).detach();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    const std::function<void()>* work_ = nullptr;
    unsigned long asked_ = 0;
    unsigned long done_ = 0;
};

int spawn(const std::vector<std::string>& command, int socket, pid_t& process) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    // A UTF-8 locale whatever the gateway's is; nothing else of its environment is a helper's business.
    char locale[] = "LC_ALL=C.UTF-8";
    char path[] = "PATH=/usr/bin:/bin";
    char* environment[] = {locale, path, nullptr};

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, socket, 0);
    posix_spawn_file_actions_adddup2(&files, socket, 1);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, 3);

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    const int error =
        posix_spawn(&process, command.front().c_str(), &files, &attributes, arguments.data(), environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

}  // namespace

ChildProcess::ChildProcess(const std::string& program, const std::vector<std::string>& arguments)
    : name_(std::filesystem::path(program).filename()) {
    std::vector<std::string> command;
    static const std::string setpriv = find_program("setpriv");
    if (!setpriv.empty()) command = {setpriv, "--pdeathsig", "KILL", "--"};
    command.push_back(program);
    command.insert(command.end(), arguments.begin(), arguments.end());

    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        throw Failure(DGM_UNAVAILABLE, std::string("no socket for ") + name_ + ": " + strerror(errno), 1000);
    }
    int error = 0;
    Spawner::shared().run([&] { error = spawn(command, ends[1], process_); });
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        throw Failure(DGM_UNAVAILABLE, "cannot start " + name_ + ": " + strerror(error), 1000);
    }
    socket_ = ends[0];
    fcntl(socket_, F_SETFL, fcntl(socket_, F_GETFL) | O_NONBLOCK);
}

ChildProcess::~ChildProcess() {
    if (socket_ >= 0) close(socket_);
    if (process_ > 0) {
        kill(-process_, SIGKILL);
        while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
}

void ChildProcess::exchange(const std::string& input, std::string& output, const Call& call) {
    transfer(input + '\0', output, Until::nul, call);
}

void ChildProcess::finish(const std::string& input, std::string& output, const Call& call) {
    transfer(input, output, Until::end, call);
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(process_, &status, 0)) < 0 && errno == EINTR) {
    }
    process_ = -1;
    if (ended < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) fail_dead();
}

void ChildProcess::fail_dead() { throw Failure(DGM_UNAVAILABLE, "the program " + name_ + " died", 100); }

void ChildProcess::transfer(const std::string& input, std::string& output, Until until, const Call& call) {
    output.clear();
    size_t sent = 0;
    bool closed = false;
    char buffer[16384];
    while (true) {
        if (sent == input.size() && until == Until::end && !closed) {
            shutdown(socket_, SHUT_WR);
            closed = true;
        }
        pollfd descriptor{socket_, static_cast<short>(POLLIN | (sent < input.size() ? POLLOUT : 0)), 0};
        // Woken now and then to see whether the host has cancelled.
        const int left = call.remaining_ms();
        const int ready = poll(&descriptor, 1, left < 100 ? left : 100);
        if (ready < 0 && errno != EINTR) fail_dead();
        if (ready <= 0) {
            call.check();
            continue;
        }
        if ((descriptor.revents & POLLOUT) != 0) {
            const ssize_t n = send(socket_, input.data() + sent, input.size() - sent, MSG_NOSIGNAL);
            if (n < 0 && errno != EAGAIN && errno != EINTR) fail_dead();
            if (n > 0) sent += static_cast<size_t>(n);
        }
        if ((descriptor.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
        const ssize_t n = recv(socket_, buffer, sizeof buffer, 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (n < 0 || (n == 0 && until == Until::nul)) fail_dead();
        if (n == 0) return;
        output.append(buffer, static_cast<size_t>(n));
        if (until == Until::nul && output.back() == '\0') {
            output.pop_back();
            if (output.find('\0') != std::string::npos) fail_dead();  // answers out of step
            return;
        }
    }
}

bool ChildProcess::is_alive() const {
    if (process_ <= 0) return false;
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

size_t ChildProcess::private_bytes() const {
    std::ifstream file("/proc/" + std::to_string(process_) + "/smaps_rollup");
    size_t kilobytes = 0;
    for (std::string key; file >> key;) {
        if (key == "Private_Clean:" || key == "Private_Dirty:") {
            size_t value = 0;
            file >> value;
            kilobytes += value;
        }
    }
    return kilobytes * 1024;
}

}  // namespace dragoman::apertium
