# SPDX-License-Identifier: Apache-2.0
#
# Builds a plugin that stands on plugins/remote; the including Makefile names it: NAME = llm. Debian:
# nlohmann-json3-dev.
#   make BUILD=/some/where [CXX=clang++] [ABI=/folder/of/dragoman_provider.h]
#   make check            runs the tests, also with the sanitizers
BUILD ?= /tmp/dragoman-$(NAME)
ABI ?= ../../Sources/CProviderABI/include
CXXFLAGS ?= -O2 -g
STRICT = -std=c++17 -Wall -Wextra -Wpedantic -Werror
# The plugin is C++17; its driver names members where it makes a struct.
DRIVER = -std=c++20 $(filter-out -std=%,$(STRICT))
SHARED = -fPIC -fvisibility=hidden
SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all
INCLUDES = -I. -I../remote -I$(ABI)

SOURCES = $(notdir $(wildcard *.cc ../remote/*.cc))
OBJECTS = $(SOURCES:%.cc=$(BUILD)/%.o)
SANITIZED = $(SOURCES:%.cc=$(BUILD)/sanitized/%.o)
VPATH = .:../remote

all: $(BUILD)/libdragoman_$(NAME).so $(BUILD)/plugin.json

$(BUILD)/libdragoman_$(NAME).so: $(OBJECTS)
	$(CXX) $(CXXFLAGS) -shared -Wl,--no-undefined -o $@ $^

$(BUILD)/%.o: %.cc
	@mkdir -p $(BUILD)
	$(CXX) $(CXXFLAGS) $(STRICT) $(SHARED) $(INCLUDES) -MMD -MP -c -o $@ $<

$(BUILD)/plugin.json: plugin.json
	@mkdir -p $(BUILD)
	cp $< $@

$(BUILD)/drive: tests/drive.cc
	@mkdir -p $(BUILD)
	$(CXX) $(CXXFLAGS) $(DRIVER) $(INCLUDES) -MMD -MP -o $@ $< -ldl -lpthread

$(BUILD)/sanitized/%.o: %.cc
	@mkdir -p $(BUILD)/sanitized
	$(CXX) $(STRICT) $(SANITIZE) $(SHARED) $(INCLUDES) -MMD -MP -c -o $@ $<

$(BUILD)/sanitized/libdragoman_$(NAME).so: $(SANITIZED)
	$(CXX) $(SANITIZE) -shared -o $@ $^

$(BUILD)/sanitized/drive: tests/drive.cc
	@mkdir -p $(BUILD)/sanitized
	$(CXX) $(DRIVER) $(SANITIZE) $(INCLUDES) -MMD -MP -o $@ $< -ldl -lpthread

check: all $(BUILD)/drive $(BUILD)/sanitized/libdragoman_$(NAME).so $(BUILD)/sanitized/drive
	$(BUILD)/drive $(BUILD)/libdragoman_$(NAME).so
	$(BUILD)/sanitized/drive $(BUILD)/sanitized/libdragoman_$(NAME).so

clean:
	rm -rf $(BUILD)

-include $(wildcard $(BUILD)/*.d $(BUILD)/sanitized/*.d)
.PHONY: all check clean
