/* SPDX-License-Identifier: Apache-2.0
 * The part of OpenSSL's libcrypto that the gateway calls. */
#pragma once
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
