/*
 * pseudo_text.h: the two ways to write a text so that it looks foreign and can still be read.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_PSEUDO_TEXT_H
#define DRAGOMAN_PSEUDO_TEXT_H

#include "dragoman_provider.h"

/* Fills the table of accents. Called once, before any other function of this file. */
void prepare_accents(void);

/* The most bytes that a text of `length` bytes can become in either way. */
size_t output_bound(size_t length);

/* Write `segment` to `output`, which has room for `output_bound` bytes, and give the number of bytes written.
 * Protected tokens come back byte for byte, white space at the ends stays at the ends. */
size_t write_accented(const dgm_segment *segment, char *output);
size_t write_bidirectional(const dgm_segment *segment, char *output);

/* How many Unicode scalars UTF-8 text has. */
size_t scalar_count(const char *bytes, size_t length);

#endif
