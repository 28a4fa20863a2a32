// SPDX-License-Identifier: Apache-2.0
import GatewayTestSupport
import Testing

@Suite struct HeaderTests {
    @Test(arguments: [["cc", "-xc", "-std=c11"], ["c++", "-xc++", "-std=c++17"]])
    func `the contract compiles without a warning`(compiler: [String]) throws {
        try ChildProcess.run(
            compiler + ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
                + [Probe.headers + "/dragoman_provider.h"].filter { _ in compiler[0] != "c++" }
                + ["-include", Probe.headers + "/dragoman_provider.h", "/dev/null"])
    }
}
