// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import GatewayCore

/// Keeps what the parts of the gateway count, and writes it in the text format of Prometheus, version 0.0.4.
final class PrometheusRegistry: MetricsFactory, Sendable {
    private struct Series: Hashable {
        let name: String
        /// As they stand in braces.
        let labels: String
    }

    private struct State {
        var values: [Series: MetricValue] = [:]
        var histograms: [Series: MetricHistogram] = [:]
    }

    private let state = Locked(State())

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        value(Self.name(label) + "_total", dimensions)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        value(Self.name(label), dimensions)
    }

    func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler { histogram(Self.name(label), dimensions) }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(Self.name(label) + "_seconds", dimensions)
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// All that was counted, series by series in order of their names.
    var text: String {
        let state = state.withLock { $0 }
        var families: [String: (kind: String, lines: [(labels: String, text: String)])] = [:]
        for (series, value) in state.values {
            let kind = series.name.hasSuffix("_total") ? "counter" : "gauge"
            families[series.name, default: (kind, [])].lines.append(
                (series.labels, "\(series.name)\(Self.braced(series.labels)) \(value.number)\n"))
        }
        for (series, histogram) in state.histograms {
            families[series.name, default: ("histogram", [])].lines.append(
                (series.labels, histogram.text(named: series.name, labels: series.labels)))
        }
        return families.sorted { $0.key < $1.key }.map { name, family in
            "# TYPE \(name) \(family.kind)\n"
                + family.lines.sorted { $0.labels < $1.labels }.map(\.text).joined()
        }.joined()
    }

    private func value(_ name: String, _ dimensions: [(String, String)]) -> MetricValue {
        let series = Series(name: name, labels: Self.labels(dimensions))
        return state.withLock { state in
            if let value = state.values[series] { return value }
            let value = MetricValue()
            state.values[series] = value
            return value
        }
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)]) -> MetricHistogram {
        let series = Series(name: name, labels: Self.labels(dimensions))
        return state.withLock { state in
            if let histogram = state.histograms[series] { return histogram }
            let histogram = MetricHistogram()
            state.histograms[series] = histogram
            return histogram
        }
    }

    static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { dimension in
            let value = dimension.1.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(name(dimension.0))=\"\(value)\""
        }.joined(separator: ",")
    }
}
