// SPDX-License-Identifier: GPL-3.0-or-later
#include "mode_file.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace dragoman::apertium {
namespace {

namespace fs = std::filesystem;

/// Programs this plugin knows how to call or to feed; all others are refused (Java, shell scripts, editors).
const std::set<std::string> known_programs = {
    "lt-proc",           "apertium-tagger",     "apertium-pretransfer", "apertium-transfer",
    "apertium-interchunk", "apertium-postchunk", "apertium-posttransfer", "apertium-anaphora",
    "lrx-proc",          "cg-proc",             "lsx-proc",             "rtx-proc",
};

/// Splits a command into words; quotes group, `$1` is what `apertium -u` passes and `$2` is empty.
bool split_words(const std::string& command, std::vector<std::string>& words) {
    std::string word;
    bool in_word = false;
    char quote = 0;
    for (size_t at = 0; at < command.size(); ++at) {
        const char c = command[at];
        if (quote != 0) {
            if (c == quote) quote = 0;
            else word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            in_word = true;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (in_word) words.push_back(word);
            word.clear();
            in_word = false;
        } else if (c == '$') {
            const char digit = at + 1 < command.size() ? command[at + 1] : 0;
            if (digit != '1' && digit != '2') return false;
            if (digit == '1') {
                word += "-n";
                in_word = true;
            }
            at += 1;
        } else if (std::string(";&<>()`*?!#").find(c) != std::string::npos) {
            return false;  // more of a shell than a pipeline
        } else {
            word += c;
            in_word = true;
        }
    }
    if (in_word) words.push_back(word);
    return quote == 0;
}

bool is_readable(const std::string& path) { return access(path.c_str(), R_OK) == 0; }

/// `…/apertium-eo-ca/file` becomes `…/apertium-ca-eo/file` when only that exists.
bool swap_languages(std::string& path) {
    const fs::path file(path);
    const std::string directory = file.parent_path().filename();
    const std::string prefix = "apertium-";
    const size_t dash = directory.rfind('-');
    if (directory.compare(0, prefix.size(), prefix) != 0 || dash < prefix.size()) return false;
    const std::string first = directory.substr(prefix.size(), dash - prefix.size());
    const std::string second = directory.substr(dash + 1);
    const fs::path swapped = file.parent_path().parent_path() / (prefix + second + "-" + first) / file.filename();
    if (!is_readable(swapped)) return false;
    path = swapped;
    return true;
}

/// `apertium-transfer rules binary dictionary` becomes `lt-proc -b dictionary | apertium-transfer -b rules binary`,
/// unless a look-up is already there.
void modernise_transfer(std::vector<StageSpec>& stages) {
    const auto looks_up = [](const StageSpec& stage) {
        return stage.program == "lt-proc" && !stage.arguments.empty() && stage.arguments.front() == "-b";
    };
    if (std::any_of(stages.begin(), stages.end(), looks_up)) return;
    std::vector<StageSpec> result;
    for (StageSpec& stage : stages) {
        const bool is_old = stage.program == "apertium-transfer" && stage.arguments.size() == 3 &&
                            stage.arguments[0][0] != '-' &&
                            stage.arguments[2].find("autobil.bin") != std::string::npos;
        if (is_old) {
            result.push_back({"lt-proc", {"-b", stage.arguments[2]}});
            stage.arguments = {"-b", stage.arguments[0], stage.arguments[1]};
        }
        result.push_back(std::move(stage));
    }
    stages = std::move(result);
}

void check_stage(StageSpec& stage, ModeFile& mode) {
    if (known_programs.count(stage.program) == 0) {
        mode.refused = "needs the program " + stage.program + ", which this plugin cannot run";
    } else if (find_program(stage.program).empty()) {
        mode.refused = "the program " + stage.program + " is not installed";
    }
    for (std::string& argument : stage.arguments) {
        if (argument.empty() || argument[0] == '-' || is_readable(argument)) continue;
        if (argument.find('/') == std::string::npos) continue;  // an option's value
        if (swap_languages(argument)) {
            mode.mended = true;
        } else if (mode.refused.empty()) {
            mode.refused = "the file " + argument + " is missing";
        }
    }
}

}  // namespace

std::vector<std::string> StageSpec::files() const {
    std::vector<std::string> files;
    for (const std::string& argument : arguments) {
        if (argument.find('/') != std::string::npos && argument[0] != '-') files.push_back(argument);
    }
    return files;
}

ModeFile read_mode_file(const std::string& path) {
    ModeFile mode;
    std::ifstream file(path, std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    std::string command;
    std::vector<std::string> commands;
    while (std::getline(content, command, '|')) commands.push_back(command);
    for (const std::string& text : commands) {
        std::vector<std::string> words;
        if (!split_words(text, words) || words.empty()) {
            mode.refused = "the mode file is not a plain pipeline";
            return mode;
        }
        StageSpec stage{fs::path(words.front()).filename(), {words.begin() + 1, words.end()}};
        mode.stages.push_back(std::move(stage));
    }
    if (mode.stages.empty()) mode.refused = "the mode file cannot be read or is empty";
    modernise_transfer(mode.stages);
    for (StageSpec& stage : mode.stages) check_stage(stage, mode);
    return mode;
}

std::string find_program(const std::string& name) {
    std::string path = "/usr/bin";
    if (const char* set = getenv("PATH")) path += std::string(":") + set;
    std::stringstream directories(path);
    for (std::string directory; std::getline(directories, directory, ':');) {
        const std::string program = directory + "/" + name;
        if (access(program.c_str(), X_OK) == 0) return program;
    }
    return "";
}

}  // namespace dragoman::apertium
