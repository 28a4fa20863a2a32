# SPDX-License-Identifier: Apache-2.0
#
# Builds a plugin that stands on plugins/remote; the including Makefile names it: NAME = llm. Debian:
# nlohmann-json3-dev.
#   make BUILD=/some/where [CXX=clang++] [ABI=/folder/of/dragoman_provider.h]
#   make check            runs the tests, also with the sanitizers; check-sanitized with them alone
BUILD ?= /tmp/dragoman-$(NAME)
# Two plugins that are given the same folder here compile what they share once.
REMOTE ?= $(BUILD)/remote
ABI ?= ../../Sources/CProviderABI/include
CXXFLAGS ?= -O2 -g
STRICT = -std=c++17 -Wall -Wextra -Wpedantic -Werror
# The plugin is C++17; its driver names members where it makes a struct.
DRIVER = -std=c++20 $(filter-out -std=%,$(STRICT))
SHARED = -fPIC -fvisibility=hidden
SANITIZE = -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all
INCLUDES = -I. -I../remote -I$(ABI)

OWN = $(wildcard *.cc)
COMMON = $(notdir $(wildcard ../remote/*.cc))
OBJECTS = $(OWN:%.cc=$(BUILD)/%.o) $(COMMON:%.cc=$(REMOTE)/%.o)
SANITIZED = $(OWN:%.cc=$(BUILD)/sanitized/%.o) $(COMMON:%.cc=$(REMOTE)/sanitized/%.o)

all: $(BUILD)/libdragoman_$(NAME).so $(BUILD)/plugin.json

$(BUILD)/libdragoman_$(NAME).so: $(OBJECTS)
	$(CXX) $(CXXFLAGS) -shared -Wl,--no-undefined -o $@ $^

COMPILE = $(CXX) $(CXXFLAGS) $(STRICT) $(SHARED) $(INCLUDES) -MMD -MP -c
COMPILE_SANITIZED = $(CXX) $(STRICT) $(SANITIZE) $(SHARED) $(INCLUDES) -MMD -MP -c

$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $<

$(REMOTE)/%.o: ../remote/%.cc
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $<

$(BUILD)/sanitized/%.o: %.cc
	@mkdir -p $(@D)
	$(COMPILE_SANITIZED) -o $@ $<

$(REMOTE)/sanitized/%.o: ../remote/%.cc
	@mkdir -p $(@D)
	$(COMPILE_SANITIZED) -o $@ $<

$(BUILD)/plugin.json: plugin.json
	@mkdir -p $(BUILD)
	cp $< $@

$(BUILD)/drive: tests/drive.cc
	@mkdir -p $(BUILD)
	$(CXX) $(CXXFLAGS) $(DRIVER) $(INCLUDES) -MMD -MP -o $@ $< -ldl -lpthread

$(BUILD)/sanitized/libdragoman_$(NAME).so: $(SANITIZED)
	$(CXX) $(SANITIZE) -shared -o $@ $^

$(BUILD)/sanitized/drive: tests/drive.cc
	@mkdir -p $(BUILD)/sanitized
	$(CXX) $(DRIVER) $(SANITIZE) $(INCLUDES) -MMD -MP -o $@ $< -ldl -lpthread

check: check-sanitized all $(BUILD)/drive
	$(BUILD)/drive $(BUILD)/libdragoman_$(NAME).so

check-sanitized: $(BUILD)/sanitized/libdragoman_$(NAME).so $(BUILD)/sanitized/drive
	$(BUILD)/sanitized/drive $(BUILD)/sanitized/libdragoman_$(NAME).so

clean:
	rm -rf $(BUILD)

-include $(wildcard $(BUILD)/*.d $(BUILD)/sanitized/*.d $(REMOTE)/*.d $(REMOTE)/sanitized/*.d)
.PHONY: all check check-sanitized clean
