/*
 * dragoman_llm.h: the plugin exports nothing but `dragoman_plugin_v1` of dragoman_provider.h. This header
 * exists because a package target must have a public one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_LLM_H
#define DRAGOMAN_LLM_H

#endif
