// SPDX-License-Identifier: Apache-2.0
import GatewayWork

/// How results are handed over.
struct WebhooksConfiguration: Sendable {
    /// Where results of groups go that name no receiver, or empty.
    var defaultURL: String
    /// How long a secret signs beside its successor.
    var rotationOverlap: Duration
    var delivery = DeliveryConfiguration()

    init(_ reader: inout ConfigurationReader) {
        reader.section("webhooks", "How results are handed over.")
        defaultURL = reader.value(
            "webhooks.url", .optionalURL, default: "\"\"",
            about:
                "Where results of groups go that name no callbackUrl, and warnings of budgets; nothing means nowhere."
        )
        delivery.waits = reader.list(
            "webhooks.waits", .duration(.milliseconds(1) ... .seconds(86_400)), default: "[5s, 30s, 2m, 10m]",
            about:
                "Waits between attempts, each a tenth shorter or longer by chance; one attempt more than waits, 10 at most."
        )
        if delivery.waits.count > 9 {
            reader.mistake("webhooks.waits", "must hold at most 9 waits, got \(delivery.waits.count)")
        }
        delivery.timeout = reader.value(
            "webhooks.timeout", .duration(.milliseconds(100) ... .seconds(120)), default: "15s",
            about: "Time for one attempt.")
        delivery.maximumDataBytes = reader.value(
            "webhooks.max_data_bytes", .size(0...(1 << 30)), default: "1MiB",
            about: "A longer result is left out of the body, which then says where to read it.")
        delivery.parallelReceivers = reader.value(
            "webhooks.parallel_receivers", .integer(1...1024), default: "64",
            about: "Receivers served at the same time.")
        delivery.parallelPerReceiver = reader.value(
            "webhooks.parallel_per_receiver", .integer(1...16), default: "1",
            about: "Attempts under way to one receiver; 1 keeps the order in which jobs end.")
        rotationOverlap = reader.value(
            "webhooks.rotation_overlap", .duration(.zero ... .seconds(2_592_000)), default: "1d",
            about: "How long a secret goes on signing beside its successor.")
    }
}
