/*
 * dragoman_recognizer.h: nothing to call. The plugin exports `dragoman_plugin_v1` alone, which
 * dragoman_provider.h declares; this file is here because a C++ target of SwiftPM has a public header.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_RECOGNIZER_H
#define DRAGOMAN_RECOGNIZER_H
#endif
