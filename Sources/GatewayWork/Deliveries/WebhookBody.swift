// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a receiver gets (docs/http-api.md, "Webhooks").
enum WebhookBody {
    /// The body for the end of a run.
    ///
    /// - Parameter dataURL: where the data can be read when the body does not hold it.
    static func bytes(
        _ content: DeliveryContent, of delivery: DueDelivery, isThin: Bool, dataURL: String
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 512 + (isThin ? 0 : content.output?.count ?? 0))
        let hasOutput = content.status != .failed
        writer.object {
            $0.name("type")
            $0.string(hasOutput ? "translation.completed" : "translation.failed")
            $0.name("jobId")
            $0.string(delivery.id.job.text)
            $0.name("groupId")
            $0.string(delivery.group.text)
            $0.name("sourceLocale")
            $0.string(content.source.spelling)
            $0.name("targetLocale")
            $0.string(content.target.spelling)
            if hasOutput {
                $0.name("data")
                if !isThin, let output = content.output { $0.raw(output) } else { $0.null() }
                if isThin {
                    $0.name("dataUrl")
                    $0.string(dataURL)
                }
            } else {
                $0.name("error")
                $0.string(content.errorMessage ?? "The translation failed.")
                $0.name("cancelled")
                $0.bool(content.isCancelled)
            }
            $0.name("status")
            $0.string(content.status.rawValue)
            $0.name("warnings")
            $0.raw(content.warnings.isEmpty ? Array("[]".utf8) : content.warnings)
            $0.name("run")
            $0.integer(delivery.id.run)
        }
        return writer.bytes
    }
}
