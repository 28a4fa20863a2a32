/*
 * model.h: the trained model, read where it lies in its file. docs/decisions/0015 says how it came to be.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_RECOGNIZER_MODEL_H
#define DRAGOMAN_RECOGNIZER_MODEL_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/* The file, in the byte order of the machine (little):
 *
 *     header      below
 *     labels      `labels` times a ModelLabel
 *     output      `labels` times `dimensions` floats, then `labels` floats of bias
 *     buckets     65,537 times 4 bytes: where the n-grams begin whose number has these upper 16 bits
 *     keys        `ngrams` times 2 bytes, padded to 4: the lower 16 bits, ascending in a bucket
 *     vectors     `ngrams` times `dimensions` bytes, signed
 */
struct ModelHeader {
    char magic[8]; /* "DGMLOC01" */
    uint64_t file_size;
    uint64_t checksum; /* of what follows the header */
    uint32_t labels;
    uint32_t dimensions;
    uint32_t ngrams;
    float vector_scale;       /* what 1 in a vector stands for */
    float temperatures[4];    /* of the answer, for texts of up to 2, 5, 12 words and longer */
    float votes[4];           /* what CLD2's word adds, likewise */
};

struct ModelLabel {
    char locale[12]; /* ends with a zero */
    uint32_t script;
};

constexpr char model_magic[] = "DGMLOC01";
constexpr size_t most_dimensions = 64;
constexpr size_t model_buckets = 65536;

uint64_t model_checksum(const void *bytes, size_t length);

/* Which of the four columns of the header a text belongs to. */
size_t length_class(size_t words);

class Model {
public:
    /* Maps the file. Null, with the reason in `why`, when it is not a whole and sound model. */
    static std::unique_ptr<Model> open(const std::string &path, std::string &why);
    ~Model();
    Model(const Model &) = delete;
    Model &operator=(const Model &) = delete;

    const ModelHeader &header() const { return *header_; }
    const std::vector<ModelLabel> &labels() const { return labels_; }

    /* What speaks for each label, as logarithms up to a constant, of a text in one script; minus infinity for labels
     * of other scripts. `familiarity` is the share of the text's n-grams of three to five characters that the model
     * has. */
    std::vector<double> score(const std::vector<char32_t> &words, uint32_t script, double &familiarity) const;

private:
    Model() = default;

    const void *memory_ = nullptr;
    size_t size_ = 0;
    const ModelHeader *header_ = nullptr;
    std::vector<ModelLabel> labels_;
    const float *output_ = nullptr;
    const float *bias_ = nullptr;
    const uint32_t *buckets_ = nullptr;
    const uint16_t *keys_ = nullptr;
    const int8_t *vectors_ = nullptr;
};

#endif
