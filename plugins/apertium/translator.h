// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catalogue.h"
#include "engine_cache.h"
#include "settings.h"

namespace dragoman::apertium {

struct Source {
    std::string text;
    std::vector<std::pair<size_t, size_t>> spans;  // byte ranges (offset, length) that come back untouched
};

struct Translation {
    std::string text;
    size_t unknown_words = 0;
};

/// What one configuration of the provider shares among its instances.
class Translator {
public:
    Translator(const Settings& settings, const std::string& data_directory);

    /// The instances with the same settings get the same one. `is_new` tells the first of them.
    static std::shared_ptr<Translator> shared(const std::string& settings, const std::string& data_directory,
                                              bool& is_new);

    const Settings& settings() const { return settings_; }
    const Catalogue& catalogue() const { return catalogue_; }

    /// Translates a batch, one engine after the other: a call that held one engine while it waits for the next
    /// could wait for a call that does the same. `done` gets each translation in order.
    void translate(const Model& model, const std::vector<Source>& sources, const Call& call,
                   const std::function<void(size_t index, const Translation& translation)>& done);

    /// Loads the engines of a model and leaves them idle.
    void warm_up(const std::string& model, const Call& call);

private:
    const Settings settings_;
    const Catalogue catalogue_;
    EngineCache cache_;
};

}  // namespace dragoman::apertium
