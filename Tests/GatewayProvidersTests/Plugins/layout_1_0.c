/* SPDX-License-Identifier: Apache-2.0
 * The layout of version 1.0 of the plugin interface, where pointers have 64 bits. It compiles as long as the header keeps to
 * it: plugins that were built with 1.0 depend on every line. A later version adds lines, with sizes that grow. */
#include <stddef.h>

#include "dragoman_provider.h"

#define SIZE(type, bytes) _Static_assert(sizeof(type) >= (bytes), #type " became smaller")
#define MEMBER(type, member, place) _Static_assert(offsetof(type, member) == (place), #type "." #member " moved")
#define VALUE(name, value) _Static_assert((name) == (value), #name " has another value")

_Static_assert(sizeof(void *) == 8, "the places are those of 64 bits");

SIZE(dgm_text, 16);
MEMBER(dgm_text, bytes, 0);
MEMBER(dgm_text, length, 8);

SIZE(dgm_span, 40);
MEMBER(dgm_span, struct_size, 0);
MEMBER(dgm_span, offset, 8);
MEMBER(dgm_span, length, 16);
MEMBER(dgm_span, kind, 24);
MEMBER(dgm_span, number, 28);
MEMBER(dgm_span, partner, 32);

SIZE(dgm_segment, 104);
MEMBER(dgm_segment, struct_size, 0);
MEMBER(dgm_segment, text, 8);
MEMBER(dgm_segment, context, 24);
MEMBER(dgm_segment, hint_count, 40);
MEMBER(dgm_segment, hints, 48);
MEMBER(dgm_segment, span_count, 56);
MEMBER(dgm_segment, spans, 64);
MEMBER(dgm_segment, before, 72);
MEMBER(dgm_segment, after, 88);

SIZE(dgm_term, 64);
MEMBER(dgm_term, struct_size, 0);
MEMBER(dgm_term, source, 8);
MEMBER(dgm_term, target, 24);
MEMBER(dgm_term, segment, 40);
MEMBER(dgm_term, offset, 48);
MEMBER(dgm_term, length, 56);

SIZE(dgm_translate_request, 144);
MEMBER(dgm_translate_request, struct_size, 0);
MEMBER(dgm_translate_request, source_locale, 8);
MEMBER(dgm_translate_request, target_locale, 24);
MEMBER(dgm_translate_request, model, 40);
MEMBER(dgm_translate_request, segment_count, 56);
MEMBER(dgm_translate_request, segments, 64);
MEMBER(dgm_translate_request, term_count, 72);
MEMBER(dgm_translate_request, terms, 80);
MEMBER(dgm_translate_request, instruction_count, 88);
MEMBER(dgm_translate_request, instructions, 96);
MEMBER(dgm_translate_request, deadline_ms, 104);
MEMBER(dgm_translate_request, seed, 112);
MEMBER(dgm_translate_request, fast, 120);
MEMBER(dgm_translate_request, trace_parent, 128);

SIZE(dgm_message, 32);
MEMBER(dgm_message, struct_size, 0);
MEMBER(dgm_message, role, 8);
MEMBER(dgm_message, stable, 12);
MEMBER(dgm_message, text, 16);

SIZE(dgm_generate_request, 128);
MEMBER(dgm_generate_request, struct_size, 0);
MEMBER(dgm_generate_request, model, 8);
MEMBER(dgm_generate_request, message_count, 24);
MEMBER(dgm_generate_request, messages, 32);
MEMBER(dgm_generate_request, schema, 40);
MEMBER(dgm_generate_request, schema_name, 56);
MEMBER(dgm_generate_request, max_output_tokens, 72);
MEMBER(dgm_generate_request, temperature, 80);
MEMBER(dgm_generate_request, deadline_ms, 88);
MEMBER(dgm_generate_request, seed, 96);
MEMBER(dgm_generate_request, fast, 104);
MEMBER(dgm_generate_request, trace_parent, 112);

SIZE(dgm_recognize_request, 56);
MEMBER(dgm_recognize_request, struct_size, 0);
MEMBER(dgm_recognize_request, text, 8);
MEMBER(dgm_recognize_request, candidate_count, 24);
MEMBER(dgm_recognize_request, candidates, 32);
MEMBER(dgm_recognize_request, limit, 40);
MEMBER(dgm_recognize_request, deadline_ms, 48);

SIZE(dgm_instance_config, 64);
MEMBER(dgm_instance_config, struct_size, 0);
MEMBER(dgm_instance_config, instance, 8);
MEMBER(dgm_instance_config, provider, 16);
MEMBER(dgm_instance_config, settings, 32);
MEMBER(dgm_instance_config, data_directory, 48);

SIZE(dgm_pair, 128);
MEMBER(dgm_pair, struct_size, 0);
MEMBER(dgm_pair, source_locale, 8);
MEMBER(dgm_pair, target_locale, 24);
MEMBER(dgm_pair, model, 40);
MEMBER(dgm_pair, quality, 56);
MEMBER(dgm_pair, pivot, 72);
MEMBER(dgm_pair, refused, 88);
MEMBER(dgm_pair, by_name_only, 104);
MEMBER(dgm_pair, note, 112);

SIZE(dgm_usage, 40);
MEMBER(dgm_usage, struct_size, 0);
MEMBER(dgm_usage, input_tokens, 8);
MEMBER(dgm_usage, output_tokens, 16);
MEMBER(dgm_usage, cost_usd, 24);
MEMBER(dgm_usage, cached_input_tokens, 32);

SIZE(dgm_candidate, 32);
MEMBER(dgm_candidate, struct_size, 0);
MEMBER(dgm_candidate, locale, 8);
MEMBER(dgm_candidate, confidence, 24);

SIZE(dgm_outcome, 88);
MEMBER(dgm_outcome, struct_size, 0);
MEMBER(dgm_outcome, status, 8);
MEMBER(dgm_outcome, message, 16);
MEMBER(dgm_outcome, retry_after_ms, 32);
MEMBER(dgm_outcome, model_used, 40);
MEMBER(dgm_outcome, finish_reason, 56);
MEMBER(dgm_outcome, unknown_words, 72);
MEMBER(dgm_outcome, stop, 80);

SIZE(dgm_host, 64);
MEMBER(dgm_host, struct_size, 0);
MEMBER(dgm_host, abi_major, 8);
MEMBER(dgm_host, abi_minor, 12);
MEMBER(dgm_host, segment, 16);
MEMBER(dgm_host, pair, 24);
MEMBER(dgm_host, candidate, 32);
MEMBER(dgm_host, usage, 40);
MEMBER(dgm_host, finish, 48);
MEMBER(dgm_host, get_extension, 56);

SIZE(dgm_host_log, 16);
MEMBER(dgm_host_log, struct_size, 0);
MEMBER(dgm_host_log, write, 8);

SIZE(dgm_host_clock, 32);
MEMBER(dgm_host_clock, struct_size, 0);
MEMBER(dgm_host_clock, unix_ms, 8);
MEMBER(dgm_host_clock, monotonic_ns, 16);
MEMBER(dgm_host_clock, after, 24);

SIZE(dgm_host_compute, 24);
MEMBER(dgm_host_compute, struct_size, 0);
MEMBER(dgm_host_compute, submit, 8);
MEMBER(dgm_host_compute, parallelism, 16);

SIZE(dgm_host_text, 24);
MEMBER(dgm_host_text, struct_size, 0);
MEMBER(dgm_host_text, sentences, 8);
MEMBER(dgm_host_text, scripts, 16);

SIZE(dgm_host_secret, 16);
MEMBER(dgm_host_secret, struct_size, 0);
MEMBER(dgm_host_secret, get, 8);

SIZE(dgm_http_header, 40);
MEMBER(dgm_http_header, struct_size, 0);
MEMBER(dgm_http_header, name, 8);
MEMBER(dgm_http_header, value, 24);

SIZE(dgm_http_request, 96);
MEMBER(dgm_http_request, struct_size, 0);
MEMBER(dgm_http_request, method, 8);
MEMBER(dgm_http_request, url, 24);
MEMBER(dgm_http_request, header_count, 40);
MEMBER(dgm_http_request, headers, 48);
MEMBER(dgm_http_request, body, 56);
MEMBER(dgm_http_request, timeout_ms, 72);
MEMBER(dgm_http_request, max_response_bytes, 80);
MEMBER(dgm_http_request, on_behalf_of, 88);

SIZE(dgm_http_response, 64);
MEMBER(dgm_http_response, struct_size, 0);
MEMBER(dgm_http_response, status, 8);
MEMBER(dgm_http_response, http_status, 12);
MEMBER(dgm_http_response, message, 16);
MEMBER(dgm_http_response, header_count, 32);
MEMBER(dgm_http_response, headers, 40);
MEMBER(dgm_http_response, body, 48);

SIZE(dgm_host_http, 24);
MEMBER(dgm_host_http, struct_size, 0);
MEMBER(dgm_host_http, start, 8);
MEMBER(dgm_host_http, cancel, 16);

SIZE(dgm_translate, 56);
MEMBER(dgm_translate, struct_size, 0);
MEMBER(dgm_translate, granularity, 8);
MEMBER(dgm_translate, max_segments, 16);
MEMBER(dgm_translate, max_bytes, 24);
MEMBER(dgm_translate, translate, 32);
MEMBER(dgm_translate, cancel, 40);
MEMBER(dgm_translate, terms, 48);

SIZE(dgm_generate, 24);
MEMBER(dgm_generate, struct_size, 0);
MEMBER(dgm_generate, generate, 8);
MEMBER(dgm_generate, cancel, 16);

SIZE(dgm_pairs, 16);
MEMBER(dgm_pairs, struct_size, 0);
MEMBER(dgm_pairs, list, 8);

SIZE(dgm_recognize, 16);
MEMBER(dgm_recognize, struct_size, 0);
MEMBER(dgm_recognize, recognize, 8);

SIZE(dgm_warmup, 16);
MEMBER(dgm_warmup, struct_size, 0);
MEMBER(dgm_warmup, warmup, 8);

SIZE(dgm_provider_class, 80);
MEMBER(dgm_provider_class, struct_size, 0);
MEMBER(dgm_provider_class, id, 8);
MEMBER(dgm_provider_class, revision, 24);
MEMBER(dgm_provider_class, blocking, 40);
MEMBER(dgm_provider_class, max_instances, 44);
MEMBER(dgm_provider_class, max_open_tickets, 48);
MEMBER(dgm_provider_class, create, 56);
MEMBER(dgm_provider_class, destroy, 64);
MEMBER(dgm_provider_class, get_extension, 72);

SIZE(dgm_plugin, 64);
MEMBER(dgm_plugin, struct_size, 0);
MEMBER(dgm_plugin, abi_major, 8);
MEMBER(dgm_plugin, abi_minor, 12);
MEMBER(dgm_plugin, id, 16);
MEMBER(dgm_plugin, version, 32);
MEMBER(dgm_plugin, provider_count, 48);
MEMBER(dgm_plugin, providers, 56);

VALUE(DGM_OK, 0);
VALUE(DGM_INVALID_INPUT, 1);
VALUE(DGM_UNSUPPORTED_PAIR, 2);
VALUE(DGM_RATE_LIMITED, 3);
VALUE(DGM_QUOTA, 4);
VALUE(DGM_UNAUTHORIZED, 5);
VALUE(DGM_TIMED_OUT, 6);
VALUE(DGM_UNAVAILABLE, 7);
VALUE(DGM_REFUSED, 8);
VALUE(DGM_BROKEN, 9);
VALUE(DGM_CANCELLED, 10);
VALUE(DGM_SPAN_STANDALONE, 0);
VALUE(DGM_SPAN_OPEN, 1);
VALUE(DGM_SPAN_CLOSE, 2);
VALUE(DGM_ROLE_SYSTEM, 0);
VALUE(DGM_ROLE_USER, 1);
VALUE(DGM_ROLE_ASSISTANT, 2);
VALUE(DGM_STOP_END, 0);
VALUE(DGM_STOP_LENGTH, 1);
VALUE(DGM_STOP_OTHER, 2);
VALUE(DGM_LOG_DEBUG, 0);
VALUE(DGM_LOG_INFO, 1);
VALUE(DGM_LOG_WARNING, 2);
VALUE(DGM_LOG_ERROR, 3);
VALUE(DGM_LEAF, 0);
VALUE(DGM_SENTENCE, 1);
VALUE(DGM_TERMS_INSERTED, 0);
VALUE(DGM_TERMS_NATIVE, 1);
