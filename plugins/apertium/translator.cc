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

    for (const std::string& leg : model.legs) {
        // What has words goes to the engine, what lies between stays; `owner` says whose piece it is.
        std::vector<Engine::Text> texts;
        std::vector<std::string> kept;
        struct Piece {
            size_t owner;
            bool is_text;
        };
        std::vector<Piece> order;
        for (size_t i = 0; i < batch.size(); ++i) {
            for (const std::string& piece : pieces(batch[i].marked.text)) {
                const bool is_text = has_words(piece);
                order.push_back({i, is_text});
                if (is_text) {
                    texts.push_back({deformat(piece)});
                } else {
                    kept.push_back(piece);
                }
            }
            batch[i].marked.text.clear();
        }
        if (!texts.empty()) cache_.borrow(leg, catalogue_.mode(leg), call)->engine().translate(texts, call);
        size_t next_text = 0;
        size_t next_kept = 0;
        for (const Piece& piece : order) {
            Work& work = batch[piece.owner];
            if (piece.is_text) {
                const Engine::Text& text = texts[next_text++];
                work.marked.text += reformat(text.stream);
                work.unknown_words += text.unknown_words;
            } else {
                work.marked.text += kept[next_kept++];
            }
        }
    }
    for (size_t i = 0; i < batch.size(); ++i) {
        done(i, {unmark(batch[i].marked, batch[i].marked.text), batch[i].unknown_words});
    }
}

void Translator::warm_up(const std::string& model, const Call& call) {
    for (const std::string& leg : catalogue_.named(model).legs) {
        // One empty sentence, because helper programs load after they are started.
        std::vector<Engine::Text> texts = {{".[]"}};
        cache_.borrow(leg, catalogue_.mode(leg), call)->engine().translate(texts, call);
    }
}

}  // namespace dragoman::apertium
