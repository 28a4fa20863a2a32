// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Logging
import Testing

extension Logger {
    /// Writes nothing.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// Log lines, kept.
final class LogBook: Sendable {
    let lines = Locked<[String]>([])

    var logger: Logger { Logger(label: "test") { _ in Handler(book: self) } }

    private struct Handler: LogHandler {
        let book: LogBook
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            let text = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
            book.lines.withLock { $0.append("\(event.level) \(event.message) \(text)") }
        }
    }
}

extension TranslateCall {
    /// A call from English to German.
    init(
        _ texts: String..., model: String = "m", in time: Duration = .seconds(60),
        priority: CallPriority = .job
    ) {
        self.init(
            source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "de"), model: model,
            segments: texts.map { ProviderSegment(text: $0) }, deadline: .now + time, priority: priority)
    }
}

extension LoadedProviders {
    /// The only provider.
    var only: any Provider {
        get throws { try #require(providers.count == 1 ? providers.first : nil, "\(listings)") }
    }

    /// Why the only provider is not in use.
    var refusal: String? { listings.count == 1 ? listings[0].refused : "\(listings)" }
}

/// The error of a call.
func failure(
    of provider: any Provider, _ call: TranslateCall, sourceLocation: SourceLocation = #_sourceLocation
) async -> ProviderError? {
    do throws(ProviderError) {
        let reply = try await provider.translate(call)
        Issue.record("it gave \(reply.texts)", sourceLocation: sourceLocation)
        return nil
    } catch {
        return error
    }
}
