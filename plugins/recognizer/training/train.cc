/*
 * train.cc: makes the recognizer's model out of the texts that texts.py wrote. One thread and numbers drawn from one
 * seed: the same texts give the same file.
 *
 *     train TRAIN-FOLDER MODEL [name=value...]
 *
 * A linear model: a text is the sum of its n-grams' vectors, and a locale's score is that sum times the locale's row.
 * Both are found by stochastic gradient descent (row-wise AdaGrad) on the softmax over the locales of one script, first
 * with every n-gram that is frequent anywhere, then anew with those that had most to say.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "../letters.h"
#include "../model.h"
#include "../ngrams.h"

namespace {

std::map<std::string, double> settings = {
    {"dimensions", 24},    {"ngrams", 210000},   {"first_ngrams", 900000}, {"first_steps", 1.5e6}, {"steps", 3.5e6},
    {"rate", 0.15},        {"frequent", 60000},  {"words_share", 0.12},    {"prose_share", 0.38}, {"crop", 0.6},
    {"tempering", 0.35},   {"seed", 20},         {"counted", 1000000},     {"clip", 1.0},           {"han", 4},
};

struct Kind {
    std::vector<std::string> texts; /* as words_of gives them, in UTF-8 */
};

struct Locale {
    std::string name;
    uint32_t script = 0;
    std::map<std::string, Kind> kinds;
    size_t size() const {
        size_t sum = 0;
        for (const auto &[name, kind] : kinds) {
            sum += name == "words" ? 0 : kind.texts.size();
        }
        return sum;
    }
};

uint32_t code(const char *name) {
    return uint32_t(name[0]) << 24 | uint32_t(name[1]) << 16 | uint32_t(name[2]) << 8 | uint32_t(name[3]);
}

/* The runs of one script, as the host's text/1 gives them. */
int64_t scripts(const char *text, size_t length, size_t *ends, uint32_t *codes, size_t capacity) {
    UScriptCode run = USCRIPT_COMMON;
    int64_t count = 0;
    auto end_run = [&](size_t end) {
        if (size_t(count) < capacity) {
            const char *name = uscript_getShortName(run);
            ends[count] = end;
            codes[count] = code(name);
        }
        count++;
    };
    for (int32_t at = 0; at < int32_t(length);) {
        int32_t start = at;
        UChar32 character;
        U8_NEXT(text, at, int32_t(length), character);
        UErrorCode error = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(character, &error);
        if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == run) {
            continue;
        }
        if (run != USCRIPT_COMMON) {
            end_run(size_t(start));
        }
        run = script;
    }
    end_run(length);
    return count;
}

const dgm_host_text host_text = {sizeof host_text, nullptr, scripts};

std::string utf8(const char32_t *words, size_t count) {
    std::string bytes;
    for (size_t index = 0; index < count; index++) {
        char buffer[4];
        int32_t length = 0;
        U8_APPEND_UNSAFE(buffer, length, UChar32(words[index]));
        bytes.append(buffer, size_t(length));
    }
    return bytes;
}

std::vector<char32_t> utf32(const std::string &bytes) {
    std::vector<char32_t> words;
    std::string_view rest = bytes;
    while (!rest.empty()) {
        words.push_back(next_character(rest));
    }
    return words;
}

uint32_t script_of(const std::string &locale) {
    const std::pair<const char *, const char *> others[] = {
        {"Cyrl", " ru uk be bg sr mk kk ky mn tg tt uz-Cyrl ba cv os sah ce ab av "},
        {"Arab", " ar fa ur ps ckb sd ug ks "},
        {"Deva", " hi mr ne mai kok sa brx doi bho "},
        {"Beng", " bn as mni "},
        {"Hebr", " he yi "},
        {"Ethi", " am ti "},
        {"Hani", " zh zh-Hant ja "},
    };
    for (const auto &[script, locales] : others) {
        if (std::string(locales).find(" " + locale + " ") != std::string::npos) {
            return code(script);
        }
    }
    return script_code("Latn");
}

std::vector<Locale> read(const std::string &folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::map<std::string, Locale> locales;
    for (const auto &path : paths) {
        const std::string stem = path.stem().string();
        const std::string name = stem.substr(0, stem.find('.')), kind = stem.substr(stem.find('.') + 1);
        if (name == "ko") {
            continue; /* Hangul decides that */
        }
        Locale &locale = locales[name];
        locale.name = name;
        locale.script = script_of(name);
        std::ifstream file(path);
        std::vector<std::string> lines;
        for (std::string line; std::getline(file, line);) {
            lines.push_back(line);
        }
        std::mt19937_64 chance(std::hash<size_t>()(lines.size()));
        std::shuffle(lines.begin(), lines.end(), chance);
        const size_t most = 80000;
        for (size_t index = 0; index < lines.size() && locale.kinds[kind].texts.size() < most; index++) {
            for (const ScriptText &part : split_by_script(host_text, without_code(beginning(lines[index], 1500)))) {
                if (part.script != locale.script) {
                    continue;
                }
                std::vector<char32_t> words = words_of(part.text);
                if (words.size() > 3 || (words.size() > 2 && locale.script == script_code("Hani"))) {
                    locale.kinds[kind].texts.push_back(utf8(words.data(), words.size()));
                }
            }
        }
    }
    std::vector<Locale> all;
    for (auto &[name, locale] : locales) {
        all.push_back(std::move(locale));
    }
    return all;
}

/* The keys of the highest ranks, ascending. */
std::vector<uint32_t> best(std::vector<std::pair<double, uint32_t>> ranked, size_t count) {
    std::sort(ranked.begin(), ranked.end(), std::greater<>());
    ranked.resize(std::min(ranked.size(), count));
    std::vector<uint32_t> chosen;
    for (const auto &[rank, key] : ranked) {
        chosen.push_back(key);
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

/* The n-grams that are frequent in a locale, as shares, for each locale; then, of all of them, the best. */
std::vector<uint32_t> choose_frequent(const std::vector<Locale> &locales, size_t count) {
    struct Entry {
        double information = 0, sum = 0;
    };
    std::unordered_map<uint32_t, Entry> all;
    constexpr size_t slots = 1 << 24;
    std::vector<uint32_t> keys(slots), counts(slots);
    for (const Locale &locale : locales) {
        std::fill(counts.begin(), counts.end(), 0);
        size_t used = 0, total = 0;
        for (const auto &[name, kind] : locale.kinds) {
            size_t characters = 0;
            for (const std::string &text : kind.texts) {
                std::vector<char32_t> words = utf32(text);
                characters += words.size();
                if (characters > settings["counted"] || used > slots / 2) {
                    break;
                }
                for_each_ngram(words.data(), words.size(), [&](uint32_t hash, size_t) {
                    size_t slot = hash & (slots - 1);
                    while (counts[slot] != 0 && keys[slot] != hash) {
                        slot = (slot + 1) & (slots - 1);
                    }
                    used += counts[slot] == 0;
                    keys[slot] = hash;
                    counts[slot]++;
                    total++;
                });
            }
        }
        std::vector<std::pair<uint32_t, uint32_t>> found;
        for (size_t slot = 0; slot < slots; slot++) {
            if (counts[slot] >= 3) {
                found.emplace_back(counts[slot], keys[slot]);
            }
        }
        std::sort(found.begin(), found.end(), std::greater<>());
        found.resize(std::min(found.size(), size_t(settings["frequent"])));
        for (const auto &[times, key] : found) {
            double share = double(times) / double(total);
            Entry &entry = all[key];
            entry.information += share * std::log(share);
            entry.sum += share;
        }
    }
    std::vector<std::pair<double, uint32_t>> ranked;
    for (const auto &[key, entry] : all) {
        /* Mutual information of the n-gram with the locale, all locales being equally likely. */
        ranked.emplace_back(entry.information - entry.sum * std::log(entry.sum / double(locales.size())), key);
    }
    return best(std::move(ranked), count);
}

struct Trained {
    std::vector<uint32_t> ngrams; /* ascending */
    size_t dimensions;
    std::vector<float> vectors, output, bias;
    std::vector<double> weight; /* how much an n-gram was used */
};

class Index {
public:
    explicit Index(const std::vector<uint32_t> &keys) : keys_(keys), starts_(model_buckets + 1) {
        for (uint32_t key : keys) {
            starts_[(key >> 16) + 1]++;
        }
        std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    }
    /* -1 when there is none. */
    int64_t find(uint32_t key) const {
        for (uint32_t at = starts_[key >> 16], end = starts_[(key >> 16) + 1]; at < end; at++) {
            if (keys_[at] == key) {
                return at;
            }
        }
        return -1;
    }

private:
    const std::vector<uint32_t> &keys_;
    std::vector<uint32_t> starts_;
};

/* A part of a text: all of it, or one to five words; of Han text, which has no spaces, one to ten characters. */
std::vector<char32_t> sample(const std::string &text, uint32_t script, std::mt19937_64 &chance, double crop) {
    std::vector<char32_t> words = utf32(text);
    auto draw = [&](size_t below) { return size_t(chance() % below); };
    if (double(draw(1000)) >= crop * 1000) {
        if (words.size() > 400) {
            words.resize(400);
            words.back() = ' ';
        }
        return words;
    }
    if (script == script_code("Hani")) {
        size_t size = 1 + draw(10), inner = words.size() - 2;
        size = std::min(size, inner);
        size_t start = 1 + draw(inner - size + 1);
        std::vector<char32_t> part(1, ' ');
        part.insert(part.end(), words.begin() + long(start), words.begin() + long(start + size));
        part.push_back(' ');
        return part;
    }
    std::vector<size_t> spaces;
    for (size_t at = 0; at < words.size(); at++) {
        if (words[at] == ' ') {
            spaces.push_back(at);
        }
    }
    size_t count = spaces.size() - 1, size = std::min(count, 1 + draw(5)), first = draw(count - size + 1);
    return {words.begin() + long(spaces[first]), words.begin() + long(spaces[first + size]) + 1};
}

Trained train(const std::vector<Locale> &locales, std::vector<uint32_t> ngrams, size_t steps) {
    const size_t dimensions = size_t(settings["dimensions"]);
    std::mt19937_64 chance{uint64_t(settings["seed"])};
    auto uniform = [&] { return float(chance() >> 40) / float(1 << 24); };
    Trained model{std::move(ngrams), dimensions, {}, {}, {}, {}};
    model.vectors.resize(model.ngrams.size() * dimensions);
    for (float &value : model.vectors) {
        value = (uniform() - 0.5f) / float(dimensions);
    }
    model.output.assign(locales.size() * dimensions, 0);
    model.bias.assign(locales.size(), 0);
    model.weight.assign(model.ngrams.size(), 0);
    std::vector<float> vector_steps(model.ngrams.size(), 1e-6f), output_steps(locales.size(), 1e-6f);
    const Index index(model.ngrams);

    std::vector<double> reach; /* how often a locale is drawn, summed up */
    std::map<uint32_t, std::vector<size_t>> by_script;
    for (size_t locale = 0; locale < locales.size(); locale++) {
        double share = std::pow(double(locales[locale].size()), settings["tempering"]);
        /* Three locales have thousands of characters to learn. */
        share *= locales[locale].script == script_code("Hani") ? settings["han"] : 1;
        reach.push_back(share + (reach.empty() ? 0 : reach.back()));
        by_script[locales[locale].script].push_back(locale);
    }
    const float clip = float(settings["clip"]);
    std::vector<uint32_t> rows;
    double loss = 0;
    for (size_t step = 0; step < steps; step++) {
        const auto drawn = std::upper_bound(reach.begin(), reach.end(), double(uniform()) * reach.back());
        const size_t label = std::min(size_t(drawn - reach.begin()), locales.size() - 1);
        const Locale &locale = locales[label];
        const float lot = uniform();
        const char *wanted = lot < settings["words_share"] ? "words"
                             : lot < settings["words_share"] + settings["prose_share"] ? "prose" : "messages";
        auto kind = locale.kinds.find(wanted);
        if (kind == locale.kinds.end() || kind->second.texts.empty()) {
            kind = locale.kinds.find("messages");
        }
        if (kind == locale.kinds.end() || kind->second.texts.empty()) {
            continue;
        }
        const std::string &text = kind->second.texts[size_t(chance() % kind->second.texts.size())];
        std::vector<char32_t> words = sample(text, locale.script, chance, settings["crop"]);
        rows.clear();
        for_each_ngram(words.data(), words.size(), [&](uint32_t hash, size_t) {
            int64_t row = index.find(hash);
            if (row >= 0) {
                rows.push_back(uint32_t(row));
            }
        });
        if (rows.empty()) {
            continue;
        }
        float hidden[most_dimensions] = {}, gradient[most_dimensions] = {};
        const float scale = ngram_weight(rows.size());
        for (uint32_t row : rows) {
            const float *vector = &model.vectors[row * dimensions];
            for (size_t d = 0; d < dimensions; d++) {
                hidden[d] += vector[d];
            }
        }
        for (size_t d = 0; d < dimensions; d++) {
            hidden[d] *= scale;
        }
        const std::vector<size_t> &rivals = by_script[locale.script];
        float scores[512], highest = -1e30f, sum = 0;
        for (size_t rival = 0; rival < rivals.size(); rival++) {
            const float *row = &model.output[rivals[rival] * dimensions];
            float score = model.bias[rivals[rival]];
            for (size_t d = 0; d < dimensions; d++) {
                score += row[d] * hidden[d];
            }
            scores[rival] = score;
            highest = std::max(highest, score);
        }
        for (size_t rival = 0; rival < rivals.size(); rival++) {
            scores[rival] = std::exp(scores[rival] - highest);
            sum += scores[rival];
        }
        const float rate = float(settings["rate"]) * (1 - float(step) / float(steps));
        float length = 0;
        for (size_t d = 0; d < dimensions; d++) {
            length += hidden[d] * hidden[d];
        }
        for (size_t rival = 0; rival < rivals.size(); rival++) {
            float probability = scores[rival] / sum;
            if (rivals[rival] == label) {
                loss -= std::log(std::max(probability, 1e-9f));
            }
            float error = (rivals[rival] == label ? 1 : 0) - probability;
            if (std::fabs(error) < 1e-4f) {
                continue;
            }
            float *row = &model.output[rivals[rival] * dimensions];
            float &squares = output_steps[rivals[rival]];
            squares += error * error * (length / float(dimensions) + 0.01f);
            const float step_size = rate * error / std::sqrt(squares);
            for (size_t d = 0; d < dimensions; d++) {
                gradient[d] += error * row[d];
                row[d] += step_size * hidden[d];
            }
            model.bias[rivals[rival]] += step_size * 0.1f;
        }
        float norm = 0;
        for (size_t d = 0; d < dimensions; d++) {
            gradient[d] *= scale;
            norm += gradient[d] * gradient[d];
        }
        norm /= float(dimensions);
        if (norm > 1e-12f) {
            for (uint32_t row : rows) {
                vector_steps[row] += norm;
                const float step_size = rate / std::sqrt(vector_steps[row]);
                float *vector = &model.vectors[row * dimensions];
                for (size_t d = 0; d < dimensions; d++) {
                    vector[d] = std::clamp(vector[d] + step_size * gradient[d], -clip, clip);
                }
            }
        }
        for (uint32_t row : rows) {
            model.weight[row] += scale;
        }
        if ((step + 1) % 500000 == 0) {
            std::fprintf(stderr, "  %zu of %zu steps, loss %.4f\n", step + 1, steps, loss / 500000);
            loss = 0;
        }
    }
    return model;
}

/* The n-grams whose vectors became long, the more so the more often they were met. */
std::vector<uint32_t> choose_telling(const Trained &model, size_t count) {
    std::vector<std::pair<double, uint32_t>> ranked;
    for (size_t row = 0; row < model.ngrams.size(); row++) {
        double squares = 0;
        for (size_t d = 0; d < model.dimensions; d++) {
            double value = model.vectors[row * model.dimensions + d];
            squares += value * value;
        }
        ranked.emplace_back(squares * std::sqrt(model.weight[row]), model.ngrams[row]);
    }
    return best(std::move(ranked), count);
}

template <typename Value>
void append(std::string &bytes, const Value *values, size_t count) {
    bytes.append(reinterpret_cast<const char *>(values), count * sizeof(Value));
}

void write(const Trained &model, const std::vector<Locale> &locales, const std::string &path) {
    ModelHeader header = {};
    std::memcpy(header.magic, model_magic, sizeof header.magic);
    header.labels = uint32_t(locales.size());
    header.dimensions = uint32_t(model.dimensions);
    header.ngrams = uint32_t(model.ngrams.size());
    std::vector<float> sizes;
    for (float value : model.vectors) {
        sizes.push_back(std::fabs(value));
    }
    auto most = sizes.begin() + long(double(sizes.size()) * 0.9998);
    std::nth_element(sizes.begin(), most, sizes.end());
    header.vector_scale = *most / 127;
    for (size_t index = 0; index < 4; index++) {
        constexpr float votes[] = {2, 2, 1, 0.7f};
        header.temperatures[index] = 1;
        header.votes[index] = votes[index];
    }
    std::string body;
    for (const Locale &locale : locales) {
        ModelLabel label = {};
        std::strncpy(label.locale, locale.name.c_str(), sizeof label.locale - 1);
        label.script = locale.script;
        append(body, &label, 1);
    }
    append(body, model.output.data(), model.output.size());
    append(body, model.bias.data(), model.bias.size());
    std::vector<uint32_t> buckets(model_buckets + 1);
    std::vector<uint16_t> keys;
    for (uint32_t ngram : model.ngrams) {
        buckets[(ngram >> 16) + 1]++;
        keys.push_back(uint16_t(ngram));
    }
    std::partial_sum(buckets.begin(), buckets.end(), buckets.begin());
    keys.resize((keys.size() + 1) / 2 * 2);
    append(body, buckets.data(), buckets.size());
    append(body, keys.data(), keys.size());
    for (float value : model.vectors) {
        int8_t small = int8_t(std::clamp(std::lround(value / header.vector_scale), -127L, 127L));
        append(body, &small, 1);
    }
    header.file_size = sizeof header + body.size();
    header.checksum = model_checksum(body.data(), body.size());
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char *>(&header), sizeof header);
    file.write(body.data(), long(body.size()));
    std::fprintf(stderr, "%s: %zu locales, %zu n-grams, %zu bytes\n", path.c_str(), locales.size(), model.ngrams.size(),
                 size_t(header.file_size));
}

}  // namespace

int main(int count, char **arguments) {
    for (int index = 3; index < count; index++) {
        std::string argument = arguments[index], name = argument.substr(0, argument.find('='));
        if (settings.count(name) == 0 || name == argument) {
            std::fprintf(stderr, "unknown setting %s\n", argument.c_str());
            return 1;
        }
        settings[name] = std::atof(argument.c_str() + name.size() + 1);
    }
    if (count < 3) {
        std::fprintf(stderr, "usage: train FOLDER MODEL [name=value...]\n");
        return 1;
    }
    std::vector<Locale> locales = read(arguments[1]);
    for (const Locale &locale : locales) {
        std::fprintf(stderr, "%s:", locale.name.c_str());
        for (const auto &[name, kind] : locale.kinds) {
            std::fprintf(stderr, " %zu %s", kind.texts.size(), name.c_str());
        }
        std::fprintf(stderr, "; ");
    }
    std::fprintf(stderr, "\n");
    std::vector<uint32_t> ngrams = choose_frequent(locales, size_t(settings["first_ngrams"]));
    std::fprintf(stderr, "%zu n-grams are frequent\n", ngrams.size());
    if (size_t(settings["first_steps"]) > 0) {
        Trained first = train(locales, std::move(ngrams), size_t(settings["first_steps"]));
        ngrams = choose_telling(first, size_t(settings["ngrams"]));
    }
    write(train(locales, std::move(ngrams), size_t(settings["steps"])), locales, arguments[2]);
}
