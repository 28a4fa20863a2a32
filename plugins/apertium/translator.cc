// SPDX-License-Identifier: GPL-3.0-or-later
#include "translator.h"

#include <map>
#include <mutex>

#include "text_format.h"

namespace dragoman::apertium {
namespace {

/// A stage cannot be interrupted, so what is fed to it at once is bounded: this much takes a few seconds.
constexpr size_t longest_piece = 200'000;

/// Cuts a text too long for one run at empty lines; a shorter one stays whole, as rules may look back as far as its
/// beginning. Pieces joined together are the text.
std::vector<std::string> pieces(const std::string& text) {
    std::vector<std::string> pieces;
    size_t begin = 0;
    while (text.size() - begin > longest_piece) {
        const size_t end = text.rfind("\n\n", begin + longest_piece - 2);
        if (end == std::string::npos || end <= begin) {
            throw Failure(DGM_INVALID_INPUT, "a paragraph is longer than 200000 bytes");
        }
        pieces.push_back(text.substr(begin, end + 2 - begin));
        begin = end + 2;
    }
    pieces.push_back(text.substr(begin));
    return pieces;
}

}  // namespace

Translator::Translator(const Settings& settings, const std::string& data_directory)
    : settings_(settings),
      catalogue_(settings.modes_path, settings.pivot),
      cache_(settings.max_bytes, settings.pool_processes, data_directory) {}

std::shared_ptr<Translator> Translator::shared(const std::string& settings, const std::string& data_directory,
                                              bool& is_new) {
    static std::mutex mutex;
    static auto* translators = new std::map<std::pair<std::string, std::string>, std::weak_ptr<Translator>>;
    std::lock_guard<std::mutex> lock(mutex);
    std::weak_ptr<Translator>& known = (*translators)[{settings, data_directory}];
    std::shared_ptr<Translator> translator = known.lock();
    is_new = translator == nullptr;
    if (is_new) {
        translator = std::make_shared<Translator>(read_settings(settings), data_directory);
        known = translator;
    }
    return translator;
}

void Translator::translate(const Model& model, const std::vector<Source>& sources, const Call& call,
                           const std::function<void(size_t, const Translation&)>& done) {
    struct Work {
        MarkedText marked;
        size_t unknown_words = 0;
    };
    std::vector<Work> batch;
    for (const Source& source : sources) batch.push_back({mark(source.text, source.spans)});

    for (size_t leg = 0; leg < model.legs.size(); ++leg) {
        const std::string& name = model.legs[leg];
        const bool is_last = leg + 1 == model.legs.size();
        const auto loan = cache_.borrow(name, catalogue_.mode(name), call);
        for (size_t i = 0; i < batch.size(); ++i) {
            call.check();
            Work& work = batch[i];
            std::string result;
            for (const std::string& piece : pieces(work.marked.text)) {
                if (!has_words(piece)) {
                    result += piece;
                } else {
                    result += reformat(loan->engine().translate(deformat(piece), call, work.unknown_words));
                }
            }
            work.marked.text = std::move(result);
            if (is_last) done(i, {unmark(work.marked, work.marked.text), work.unknown_words});
        }
    }
}

void Translator::warm_up(const std::string& model, const Call& call) {
    for (const std::string& leg : catalogue_.named(model).legs) {
        size_t unknown_words = 0;
        // One empty sentence, because helper programs load after they are started.
        cache_.borrow(leg, catalogue_.mode(leg), call)->engine().translate(".[]", call, unknown_words);
    }
}

}  // namespace dragoman::apertium
