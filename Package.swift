// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A plugin exports its entry and nothing else.
let hidden = "-fvisibility=hidden"

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
    name: "dragoman",
    products: [
        .executable(name: "dragoman", targets: ["dragoman"]),
        .library(name: "dragoman_pseudo", type: .dynamic, targets: ["PseudoPlugin"]),
        .library(name: "dragoman_recognizer", type: .dynamic, targets: ["RecognizerPlugin"]),
        .library(name: "dragoman_apertium", type: .dynamic, targets: ["ApertiumPlugin"]),
        .library(name: "dragoman_llm", type: .dynamic, targets: ["LLMPlugin"]),
        .library(name: "dragoman_mt", type: .dynamic, targets: ["MTPlugin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // C: the contract with plugins, ICU behind an interface of our own, system libraries
        .target(name: "CProviderABI"),
        .target(
            name: "CLocale",
            linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),

        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),

        // The gateway: arrows point to GatewayCore and never back
        .target(name: "GatewayCore", swiftSettings: strict),
        .target(
            name: "GatewayCrypto", dependencies: ["GatewayCore", "COpenSSL"], swiftSettings: strict),
        .target(
            name: "GatewayText", dependencies: ["GatewayCore", "CLocale", "CExpat"], swiftSettings: strict),
        .target(
            name: "GatewayEgress", dependencies: ["GatewayCore", "GatewayCrypto", "CCurl", logging],
            swiftSettings: strict),
        .target(
            name: "GatewayProviders",
            dependencies: ["GatewayCore", "GatewayCrypto", "CProviderABI", "CLinux", logging],
            swiftSettings: strict),
        .target(
            name: "GatewayStore", dependencies: ["GatewayCore", "CSQLite", logging], swiftSettings: strict),
        .target(
            name: "GatewayWork",
            dependencies: ["GatewayCore", "GatewayText", "GatewayCrypto", logging, metrics, lifecycle],
            swiftSettings: strict),
        .target(
            name: "GatewayAPI",
            dependencies: [
                "GatewayCore", "GatewayCrypto", "GatewayText", logging, metrics, lifecycle,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            resources: [.embedInCode("openapi.yaml"), .embedInCode("Console")],
            swiftSettings: strict),
        .executableTarget(
            name: "dragoman",
            dependencies: [
                "GatewayCore", "GatewayCrypto", "GatewayText", "GatewayEgress", "GatewayProviders",
                "GatewayStore", "GatewayWork", "GatewayAPI", logging, lifecycle,
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("PluginKit/Templates")],
            swiftSettings: strict),
        .target(name: "GatewayTestSupport", dependencies: ["GatewayCore"], swiftSettings: strict),

        // Engine plugins, each with its own licence
        .target(
            name: "PseudoPlugin", dependencies: ["CProviderABI"], path: "plugins/pseudo",
            exclude: ["plugin.json", "README.md", "Makefile", "tests"],
            cSettings: [.unsafeFlags([hidden])]),
        .target(
            name: "RecognizerPlugin", dependencies: ["CProviderABI"], path: "plugins/recognizer",
            exclude: ["plugin.json", "README.md", "Makefile", "model", "tests", "training"],
            cxxSettings: [.unsafeFlags([hidden, "-std=c++17"])],
            linkerSettings: [.linkedLibrary("cld2_full"), .linkedLibrary("cld2")]),
        .target(
            name: "ApertiumPlugin", dependencies: ["CProviderABI"], path: "plugins/apertium",
            exclude: ["plugin.json", "README.md", "Makefile", "LICENSE", "tests"],
            cxxSettings: [.unsafeFlags([hidden, "-std=c++17", "-I/usr/include/libxml2"])],
            linkerSettings: [
                .linkedLibrary("lttoolbox"), .linkedLibrary("apertium"), .linkedLibrary("apertium-lex-tools"),
                .linkedLibrary("xml2"), .linkedLibrary("icuio"), .linkedLibrary("icui18n"),
                .linkedLibrary("icuuc"),
            ]),

        // What plugins share that ask a service
        .target(
            name: "RemotePlugins", dependencies: ["CProviderABI"], path: "plugins/remote",
            exclude: ["plugin.mk", "tests"], publicHeadersPath: ".",
            cxxSettings: [.unsafeFlags([hidden, "-std=c++17"])]),
        .target(
            name: "LLMPlugin", dependencies: ["CProviderABI", "RemotePlugins"], path: "plugins/llm",
            exclude: ["plugin.json", "README.md", "Makefile", "tests"],
            cxxSettings: [.unsafeFlags([hidden, "-std=c++17"])]),
        .target(
            name: "MTPlugin", dependencies: ["CProviderABI", "RemotePlugins"], path: "plugins/mt",
            exclude: ["plugin.json", "README.md", "Makefile", "tests"],
            cxxSettings: [.unsafeFlags([hidden, "-std=c++17"])]),

        // Tests mirror Sources
        .testTarget(
            name: "GatewayCoreTests", dependencies: ["GatewayCore", "GatewayTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "GatewayCryptoTests",
            dependencies: ["GatewayCore", "GatewayCrypto", "GatewayTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "GatewayTextTests", dependencies: ["GatewayCore", "GatewayText", "GatewayTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "GatewayEgressTests",
            dependencies: ["GatewayCore", "GatewayEgress", "GatewayTestSupport", logging],
            swiftSettings: strict),
        .testTarget(
            name: "GatewayProvidersTests",
            dependencies: [
                "GatewayCore", "GatewayCrypto", "GatewayProviders", "GatewayTestSupport", logging,
            ],
            exclude: ["Plugins"], swiftSettings: strict),
        .testTarget(
            name: "GatewayStoreTests",
            dependencies: ["GatewayCore", "GatewayStore", "GatewayTestSupport", logging],
            swiftSettings: strict),
        .testTarget(
            name: "GatewayWorkTests",
            dependencies: [
                "GatewayCore", "GatewayCrypto", "GatewayStore", "GatewayText", "GatewayWork",
                "GatewayTestSupport", logging, lifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "GatewayAPITests",
            dependencies: [
                "GatewayCore", "GatewayCrypto", "GatewayAPI", "GatewayTestSupport", logging, lifecycle,
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DragomanTests",
            dependencies: [
                "GatewayTestSupport",
                "dragoman", "GatewayAPI", "GatewayCore", "GatewayEgress", "GatewayProviders", "GatewayWork",
                logging, lifecycle, .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c11,
    cxxLanguageStandard: .cxx17
)
