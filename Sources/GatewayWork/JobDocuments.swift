// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// The documents of the groups under way, prepared once for all their jobs.
///
/// A few are kept: the jobs of a group are claimed close together. An entry is made by the first job that needs
/// it; a second one that comes meanwhile makes it again rather than waits.
final class JobDocuments: Sendable {
    struct Document: Sendable {
        let units: TranslationUnits
        let pipeline: PipelineConfig
    }

    private struct Kept {
        var group: JobGroupID
        var document: Document
    }

    private let kept = Locked<[Kept]>([])
    private let limit: Int
    private let masker = Masker()

    init(limit: Int = 8) { self.limit = limit }

    func document(of group: JobGroupID, in store: any Store) async throws -> Document {
        if let known = kept.withLock({ kept in kept.first { $0.group == group }?.document }) { return known }
        guard let bytes = try await store.document(of: group) else {
            throw TranslationFailure(final: "The source of the job is gone.")
        }
        guard let source = SourceDocument(bytes) else {
            throw TranslationFailure(final: "The source of the job cannot be read.")
        }
        let document = Document(
            units: TranslationUnits(source.content, context: source.context, masker: masker),
            pipeline: source.pipeline)
        kept.withLock { kept in
            guard !kept.contains(where: { $0.group == group }) else { return }
            if kept.count >= limit { kept.removeFirst() }
            kept.append(Kept(group: group, document: document))
        }
        return document
    }
}
