/*
 * model.cc
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>

#include "ngrams.h"

uint64_t model_checksum(const void *bytes, size_t length) {
    const char *at = static_cast<const char *>(bytes);
    uint64_t sum = 0xCBF29CE484222325;
    for (; length >= 8; at += 8, length -= 8) {
        uint64_t word;
        std::memcpy(&word, at, 8);
        sum = (sum ^ word) * 0x100000001B3;
        sum ^= sum >> 29;
    }
    for (; length > 0; at++, length--) {
        sum = (sum ^ static_cast<unsigned char>(*at)) * 0x100000001B3;
    }
    return sum;
}

size_t length_class(size_t words) { return words <= 2 ? 0 : words <= 5 ? 1 : words <= 12 ? 2 : 3; }

namespace {

/* Whether every number of a header is one to reckon with. */
bool is_sound(const ModelHeader &header) {
    bool sound = header.labels > 0 && header.labels <= 1000 && header.dimensions > 0 &&
                 header.dimensions <= most_dimensions && header.ngrams > 0 && header.ngrams < 1u << 24 &&
                 std::isfinite(header.vector_scale);
    for (size_t index = 0; index < 4; index++) {
        sound = sound && header.temperatures[index] > 0.01f && header.temperatures[index] < 100 &&
                header.votes[index] >= 0 && header.votes[index] < 100;
    }
    return sound;
}

}  // namespace

std::unique_ptr<Model> Model::open(const std::string &path, std::string &why) {
    std::unique_ptr<Model> model(new Model());
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        why = path + " cannot be opened: " + std::strerror(errno);
        return nullptr;
    }
    struct stat status;
    bool known = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    model->size_ = known ? size_t(status.st_size) : 0;
    if (model->size_ < sizeof(ModelHeader)) {
        close(file);
        why = path + " is no model: it is too short";
        return nullptr;
    }
    void *memory = mmap(nullptr, model->size_, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (memory == MAP_FAILED) {
        why = path + " cannot be mapped: " + std::strerror(errno);
        return nullptr;
    }
    model->memory_ = memory;

    const char *bytes = static_cast<const char *>(memory);
    const ModelHeader &header = *reinterpret_cast<const ModelHeader *>(bytes);
    if (std::memcmp(header.magic, model_magic, sizeof header.magic) != 0 || !is_sound(header)) {
        why = path + " is no model of this version";
        return nullptr;
    }
    const size_t labels_at = sizeof header;
    const size_t output_at = labels_at + header.labels * sizeof(ModelLabel);
    const size_t bias_at = output_at + size_t(header.labels) * header.dimensions * sizeof(float);
    const size_t buckets_at = bias_at + header.labels * sizeof(float);
    const size_t keys_at = buckets_at + (model_buckets + 1) * sizeof(uint32_t);
    const size_t vectors_at = keys_at + (size_t(header.ngrams) + 1) / 2 * 4;
    const size_t end = vectors_at + size_t(header.ngrams) * header.dimensions;
    if (end != model->size_ || header.file_size != end) {
        why = path + " is not whole: it has " + std::to_string(model->size_) + " bytes, not " + std::to_string(end);
        return nullptr;
    }
    if (model_checksum(bytes + sizeof header, model->size_ - sizeof header) != header.checksum) {
        why = path + " is damaged: its checksum differs";
        return nullptr;
    }
    model->header_ = &header;
    const auto *labels = reinterpret_cast<const ModelLabel *>(bytes + labels_at);
    model->labels_.assign(labels, labels + header.labels);
    model->output_ = reinterpret_cast<const float *>(bytes + output_at);
    model->bias_ = reinterpret_cast<const float *>(bytes + bias_at);
    model->buckets_ = reinterpret_cast<const uint32_t *>(bytes + buckets_at);
    model->keys_ = reinterpret_cast<const uint16_t *>(bytes + keys_at);
    model->vectors_ = reinterpret_cast<const int8_t *>(bytes + vectors_at);
    /* A file with a right checksum may still be made to harm: nothing is read by numbers that were not looked at. */
    bool ascending = model->buckets_[0] == 0 && model->buckets_[model_buckets] == header.ngrams;
    for (size_t bucket = 0; ascending && bucket < model_buckets; bucket++) {
        ascending = model->buckets_[bucket] <= model->buckets_[bucket + 1];
    }
    for (const ModelLabel &label : model->labels_) {
        ascending = ascending && label.locale[0] != 0 && label.locale[sizeof label.locale - 1] == 0;
    }
    if (!ascending) {
        why = path + " is damaged: its tables do not fit together";
        return nullptr;
    }
    return model;
}

Model::~Model() {
    if (memory_ != nullptr) {
        munmap(const_cast<void *>(memory_), size_);
    }
}

std::vector<double> Model::score(const std::vector<char32_t> &words, uint32_t script, double &familiarity) const {
    const size_t dimensions = header_->dimensions;
    int32_t sums[most_dimensions] = {};
    size_t known = 0, telling = 0, known_telling = 0;
    for_each_ngram(words.data(), words.size(), [&](uint32_t hash, size_t length) {
        const bool tells = length >= 3 && length <= longest_ngram;
        telling += tells;
        const uint32_t end = buckets_[(hash >> 16) + 1];
        for (uint32_t at = buckets_[hash >> 16]; at < end; at++) {
            if (keys_[at] == uint16_t(hash)) {
                const int8_t *vector = vectors_ + size_t(at) * dimensions;
                for (size_t index = 0; index < dimensions; index++) {
                    sums[index] += vector[index];
                }
                known++;
                known_telling += tells;
                break;
            }
        }
    });
    familiarity = telling == 0 ? 1 : double(known_telling) / double(telling);
    std::vector<double> scores(labels_.size(), -std::numeric_limits<double>::infinity());
    const float scale = known == 0 ? 0 : header_->vector_scale * ngram_weight(known);
    for (size_t label = 0; label < labels_.size(); label++) {
        if (labels_[label].script != script) {
            continue;
        }
        const float *row = output_ + label * dimensions;
        float sum = 0;
        for (size_t index = 0; index < dimensions; index++) {
            sum += row[index] * float(sums[index]);
        }
        scores[label] = double(bias_[label] + scale * sum);
    }
    return scores;
}
