// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayProviders
import GatewayText
import Glibc
import Logging

extension PluginCommand {
    struct Bench: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measures how fast a plugin translates, called as the gateway calls it.",
            discussion: """
                The plugin runs in this process, without the gateway around it. A plugin that asks a service by http/1 \
                is measured through a gateway, for there is no network here.
                """)

        @Argument(help: "The plugin's folder, with plugin.json and the library.") var folder: String
        @Option(help: "Which of the plugin's providers; may be left out when there is one.") var provider = ""
        @Option(help: ArgumentHelp("Settings of the provider, a JSON object.", valueName: "json"))
        var settings: String?
        @Option(help: ArgumentHelp("A source locale that the plugin translates.", valueName: "locale"))
        var source = ""
        @Option(help: ArgumentHelp("A target locale that the plugin translates.", valueName: "locale"))
        var target = ""
        @Option(help: ArgumentHelp("A model of the plugin.", valueName: "name")) var model = ""
        @Option(help: ArgumentHelp("A file of segments, one a line.", valueName: "file")) var text: String?
        @Option(help: "Calls that are measured.") var calls = 2_000
        @Option(help: "Segments of a call.") var segments = 10
        @Option(help: "Calls at the same time.") var parallel = 1
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            for (name, value, range) in [
                ("calls", calls, 1...10_000_000), ("segments", segments, 1...100_000),
                ("parallel", parallel, 1...1_024),
            ] where !range.contains(value) {
                throw ValidationError("--\(name) is not between \(range.lowerBound) and \(range.upperBound)")
            }
        }

        func run() async throws {
            let lines = try text.map { path throws(AdministrationError) in try FileText.read(path) }
            let texts = lines?.split(whereSeparator: \.isNewline).map(String.init) ?? Self.sentences
            guard !texts.isEmpty else { throw AdministrationError("--text names a file without a line") }
            let loaded = try await load()
            let provider = loaded.providers[0]
            let pair = try await pair(of: provider)
            let run = PluginBenchRun(
                provider: provider, pair: pair, texts: texts, segments: segments, calls: calls,
                parallel: parallel)
            let result = try await run.measure()
            await loaded.stop()
            StandardOutput.write(
                json ? String(decoding: result.json.bytes, as: UTF8.self) : result.text)
        }

        /// The plugin with the one provider.
        private func load() async throws(AdministrationError) -> LoadedProviders {
            let settings = try self.settings.map(Validate.object) ?? JSONObject()
            var configuration = ProvidersConfiguration(
                directories: [absolutePath(folder)], instances: [], logger: Logger(label: "dragoman"),
                text: .icu)
            let names = await loadPlugins(configuration).listings.compactMap(\.provider)
            let wanted = provider.isEmpty && names.count == 1 ? names[0] : provider
            guard names.contains(wanted) || names.isEmpty else {
                throw AdministrationError("--provider is one of \(names.joined(separator: ", "))")
            }
            configuration.instances = [.init(name: "bench", provider: wanted, settings: settings)]
            let loaded = await loadPlugins(configuration)
            if let refused = loaded.listings.compactMap(\.refused).first {
                throw AdministrationError(refused)
            }
            guard let provider = loaded.providers.first, !provider.generates else {
                throw AdministrationError("\(wanted) does not translate texts by itself")
            }
            return loaded
        }

        /// What is asked for: as the options say, or the first pair that the provider lists.
        private func pair(
            of provider: any Provider
        ) async throws -> (source: LocaleTag, target: LocaleTag, model: String) {
            let pairs: [ProviderPair]
            do throws(ProviderError) {
                pairs = try await provider.pairs()
            } catch {
                throw AdministrationError("the plugin lists no pairs: \(error.message)")
            }
            let wanted = (
                source.isEmpty ? nil : try LocaleTag(source), target.isEmpty ? nil : try LocaleTag(target)
            )
            let usable = pairs.filter { pair in
                pair.refused == nil && (model.isEmpty || pair.model.isEmpty || pair.model == model)
                    && (wanted.0 == nil || pair.source == nil || pair.source == wanted.0)
                    && (wanted.1 == nil || pair.target == nil || pair.target == wanted.1)
            }
            guard let found = usable.first(where: { !$0.byNameOnly }) ?? usable.first else {
                throw AdministrationError("the plugin lists no such pair that can be used")
            }
            return (
                try wanted.0 ?? found.source ?? LocaleTag("en"),
                try wanted.1 ?? found.target ?? LocaleTag("es"),
                model.isEmpty ? found.model : model
            )
        }

        private static let sentences = [
            "The file could not be saved, because the disk is full.", "Cancel",
            "Do you want to keep the changes?",
            "Press the button to go on.", "The house is big and the garden is small.",
            "Search in this folder",
            "This message was sent to all members of the group.", "No results",
            "Your account has been created.",
            "A new version is ready to be installed; it takes effect after a restart.",
        ]
    }
}

/// One measurement of a provider.
private struct PluginBenchRun {
    let provider: any Provider
    let pair: (source: LocaleTag, target: LocaleTag, model: String)
    let texts: [String]
    let segments: Int
    let calls: Int
    let parallel: Int

    /// What came of it.
    struct Result {
        let calls: Int
        let segments: Int
        let bytes: Int
        let seconds: Double
        /// Of each call, sorted, in milliseconds.
        let times: [Double]
        let residentBytes: Int

        func percentile(_ share: Double) -> Double {
            times[min(times.count - 1, Int(Double(times.count) * share))]
        }

        private var figures: [(name: String, label: String, value: Double, digits: Int)] {
            [
                ("calls", "calls", Double(calls), 0), ("seconds", "seconds", seconds, 3),
                ("callsPerSecond", "calls/s", Double(calls) / seconds, 0),
                ("segmentsPerSecond", "segments/s", Double(segments) / seconds, 0),
                ("megabytesPerSecond", "MB/s of source text", Double(bytes) / seconds / 1e6, 3),
                ("p50Milliseconds", "p50 of a call, ms", percentile(0.5), 3),
                ("p99Milliseconds", "p99 of a call, ms", percentile(0.99), 3),
                ("residentMegabytes", "resident memory, MB", Double(residentBytes) / 1e6, 1),
            ]
        }

        var json: JSONValue {
            .object(
                JSONObject(figures.map { .init($0.name, .number(Self.decimal($0.value, digits: $0.digits))) })
            )
        }

        var text: String {
            var table = TextTable("MEASURED", "VALUE")
            table.rows = figures.map { [$0.label, Self.decimal($0.value, digits: $0.digits)] }
            return table.text
        }

        /// A number that is not negative, with so many digits after the point.
        private static func decimal(_ value: Double, digits: Int) -> String {
            let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
            let scaled = Int((value * Double(scale)).rounded())
            guard digits > 0 else { return "\(scaled)" }
            let fraction = String(scaled % scale)
            return "\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
        }
    }

    /// Warms up with a tenth of the calls, and measures the rest.
    func measure() async throws(AdministrationError) -> Result {
        do {
            try await provider.warm(model: pair.model)
            _ = try await times(of: max(1, calls / 10))
            let begun = ContinuousClock.now
            let times = try await times(of: calls)
            let seconds = begun.duration(to: .now) / .seconds(1)
            let bytes = (0..<calls).reduce(0) { $0 + batch($1).reduce(0) { $0 + $1.utf8.count } }
            return Result(
                calls: calls, segments: calls * segments, bytes: bytes, seconds: seconds,
                times: times.sorted(),
                residentBytes: Self.residentBytes)
        } catch let error as ProviderError {
            throw AdministrationError("a call ended with \(error.kind): \(error.message)")
        } catch {
            throw AdministrationError("\(error)")
        }
    }

    private func batch(_ number: Int) -> [String] {
        (0..<segments).map { texts[(number * segments + $0) % texts.count] }
    }

    private func times(of count: Int) async throws -> [Double] {
        try await withThrowingTaskGroup(of: [Double].self) { group in
            for lane in 0..<min(parallel, count) {
                group.addTask {
                    var times: [Double] = []
                    for number in stride(from: lane, to: count, by: parallel) {
                        let segments = batch(number).map { ProviderSegment(text: $0, spans: []) }
                        let begun = ContinuousClock.now
                        _ = try await provider.translate(
                            TranslateCall(
                                source: pair.source, target: pair.target, model: pair.model,
                                segments: segments,
                                deadline: begun.advanced(by: .seconds(60)), priority: .job, seed: 1))
                        times.append(begun.duration(to: .now) / .milliseconds(1))
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static var residentBytes: Int {
        guard let text = try? FileText.read("/proc/self/statm") else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(getpagesize())
    }
}
