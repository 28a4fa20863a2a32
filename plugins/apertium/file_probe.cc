// SPDX-License-Identifier: GPL-3.0-or-later
#include "file_probe.h"

#include <sys/stat.h>

#include <fstream>

#include "child_process.h"

namespace dragoman::apertium {
namespace {

/// The largest data of Debian load in four seconds and one gigabyte.
constexpr auto time_limit = std::chrono::seconds(20);
const char* const memory_limit = "--as=6000000000";

std::string identity_of(const StageSpec& stage) {
    std::string identity = stage.program;
    for (const std::string& argument : stage.arguments) identity += ' ' + argument;
    for (const std::string& file : stage.files()) {
        struct stat status {};
        if (stat(file.c_str(), &status) != 0) throw Failure(DGM_UNAVAILABLE, "the file " + file + " is missing");
        identity += ' ' + std::to_string(status.st_size) + ':' + std::to_string(status.st_mtim.tv_sec) + '.' +
                    std::to_string(status.st_mtim.tv_nsec);
    }
    return identity;
}

}  // namespace

FileProbe::FileProbe(const std::string& data_directory) {
    if (data_directory.empty()) return;
    memory_file_ = data_directory + "/sound-files";
    std::ifstream file(memory_file_);
    for (std::string line; std::getline(file, line);) sound_.insert(line);
}

void FileProbe::check(const StageSpec& stage, const Call& call) {
    if (stage.files().empty()) return;
    const std::string identity = identity_of(stage);
    std::lock_guard<std::mutex> lock(mutex_);
    if (sound_.count(identity) != 0) return;
    call.check();
    const auto failed = retry_after_.find(identity);
    const bool was_tried = failed != retry_after_.end() && Call::Clock::now() < failed->second;
    if (was_tried || !passes(stage)) {
        if (!was_tried) retry_after_[identity] = Call::Clock::now() + std::chrono::minutes(1);
        throw Failure(DGM_UNAVAILABLE, stage.program + " does not accept " + stage.files().front(), 60'000);
    }
    sound_.insert(identity);
    if (!memory_file_.empty()) std::ofstream(memory_file_, std::ios::app) << identity << '\n';
}

bool FileProbe::passes(const StageSpec& stage) const {
    std::string program = find_program(stage.program);
    std::vector<std::string> arguments = stage.arguments;
    const std::string prlimit = find_program("prlimit");
    if (!prlimit.empty()) {
        arguments.insert(arguments.begin(), {memory_limit, "--", program});
        program = prlimit;
    }
    try {
        std::string output;
        const Call call(Call::Clock::now() + time_limit);
        ChildProcess(program, arguments).finish(".[]", output, call);
        return true;
    } catch (const Failure&) {
        return false;
    }
}

}  // namespace dragoman::apertium
