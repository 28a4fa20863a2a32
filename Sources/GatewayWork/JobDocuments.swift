// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// The documents of the groups under way, prepared once for all their jobs.
///
/// Groups take turns, so the jobs of one are claimed far apart: what is kept is as many documents as a round of them
/// has, as long as they are small. An entry is made by the first job that needs it; a second one that comes meanwhile
/// makes it again rather than waits.
final class JobDocuments: Sendable {
    struct Document: Sendable {
        let units: TranslationUnits
        let pipeline: PipelineConfig
        let memory: MemoryOptions
    }

    private struct Kept {
        var document: Document
        /// Bytes of the source; in memory it is some times as large.
        var bytes: Int
        /// The newest have the highest.
        var use: Int
    }

    private struct State {
        var kept: [JobGroupID: Kept] = [:]
        var bytes = 0
        var uses = 0

        mutating func remove(_ group: JobGroupID) {
            if let gone = kept.removeValue(forKey: group) { bytes -= gone.bytes }
        }
    }

    private let state = Locked(State())
    private let limit: (documents: Int, bytes: Int)
    private let masker = Masker()

    init(limit: (documents: Int, bytes: Int) = (512, 4 << 20)) { self.limit = limit }

    func document(of group: JobGroupID, in store: any WorkStore) async throws -> Document {
        let known = state.withLock { state -> Document? in
            guard let place = state.kept.index(forKey: group) else { return nil }
            state.uses += 1
            state.kept.values[place].use = state.uses
            return state.kept.values[place].document
        }
        if let known { return known }
        guard let bytes = try await store.document(of: group) else {
            throw TranslationFailure(final: "The source of the job is gone.")
        }
        guard let source = SourceDocument(bytes) else {
            throw TranslationFailure(final: "The source of the job cannot be read.")
        }
        let document = Document(
            units: TranslationUnits(source.content, context: source.context, masker: masker),
            pipeline: source.pipeline, memory: source.memory)
        keep(document, bytes: bytes.count, of: group)
        return document
    }

    /// Forgets the document of a group that was deleted.
    func forget(_ group: JobGroupID) { state.withLock { $0.remove(group) } }

    private func keep(_ document: Document, bytes: Int, of group: JobGroupID) {
        state.withLock { state in
            state.remove(group)
            // The older half goes at once: looking for the oldest each time would cost more than it saves.
            if state.kept.count >= limit.documents || state.bytes + bytes > limit.bytes {
                let oldest = state.kept.sorted { $0.value.use < $1.value.use }
                for (old, _) in oldest.prefix((oldest.count + 1) / 2) { state.remove(old) }
                if state.bytes + bytes > limit.bytes { (state.kept, state.bytes) = ([:], 0) }
            }
            state.uses += 1
            state.kept[group] = Kept(document: document, bytes: bytes, use: state.uses)
            state.bytes += bytes
        }
    }
}
