// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import Testing

@testable import dragoman

/// The text format of Prometheus, version 0.0.4.
@Suite struct PrometheusRegistryTests {
    @Test func `counters and gauges are written by name, with their labels`() {
        let registry = PrometheusRegistry()
        let counter = registry.makeCounter(label: "a.jobs", dimensions: [("outcome", "failed")])
        counter.increment(by: 2)
        registry.makeCounter(label: "a.jobs", dimensions: [("outcome", "failed")]).increment(by: 1)
        registry.makeCounter(label: "a.jobs", dimensions: [("outcome", "completed")]).increment(by: 4)
        registry.makeMeter(label: "a.age", dimensions: []).set(1.5)
        #expect(
            registry.text == """
                # TYPE a_age gauge
                a_age 1.5
                # TYPE a_jobs_total counter
                a_jobs_total{outcome="completed"} 4
                a_jobs_total{outcome="failed"} 3

                """)
    }

    @Test func `a label's value is escaped`() {
        let registry = PrometheusRegistry()
        registry.makeMeter(label: "a", dimensions: [("b", "c\"d\\e\nf")]).set(Int64(1))
        #expect(registry.text.contains(#"a{b="c\"d\\e\nf"} 1"#))
    }

    @Test func `a timer is a histogram in seconds whose buckets add up`() {
        let registry = PrometheusRegistry()
        let timer = registry.makeTimer(label: "a", dimensions: [("r", "x")])
        for nanoseconds: Int64 in [200_000, 1_000_000, 3_000_000_000, 100_000_000_000] {
            timer.recordNanoseconds(nanoseconds)
        }
        let lines = registry.text.split(separator: "\n")
        #expect(lines.first == "# TYPE a_seconds histogram")
        #expect(lines.contains(#"a_seconds_bucket{r="x",le="0.00025"} 1"#))
        #expect(lines.contains(#"a_seconds_bucket{r="x",le="0.001"} 2"#))
        #expect(lines.contains(#"a_seconds_bucket{r="x",le="5.0"} 3"#))
        #expect(lines.contains(#"a_seconds_bucket{r="x",le="60.0"} 3"#))
        #expect(lines.contains(#"a_seconds_bucket{r="x",le="+Inf"} 4"#))
        #expect(lines.contains(#"a_seconds_count{r="x"} 4"#))
    }
}
