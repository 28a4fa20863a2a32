// SPDX-License-Identifier: Apache-2.0

/// How long what is over is kept.
struct RetentionConfiguration: Sendable {
    /// `nil` for ever.
    var finished: Duration?
    /// How long translations are remembered that nobody approved; `nil` for ever.
    var memory: Duration?

    init(_ reader: inout ConfigurationReader) {
        reader.section("retention", "How long things are kept.")
        let finished = reader.value(
            "retention.finished", .duration(.zero ... .seconds(315_360_000)), default: "30d",
            about:
                "A group is removed so long after its last job was over and delivered; 0s keeps all for ever."
        )
        self.finished = finished == .zero ? nil : finished
        let memory = reader.value(
            "retention.memory", .duration(.zero ... .seconds(315_360_000)), default: "0s",
            about:
                "A translation in memory that nobody approved is forgotten so long after it was made; 0s keeps all for ever."
        )
        self.memory = memory == .zero ? nil : memory
    }
}
