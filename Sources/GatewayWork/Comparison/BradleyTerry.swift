// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
    import Glibc
#endif

/// Strengths of contestants from duels (Bradley and Terry, 1952): one beats another with the logistic function of the
/// difference of their strengths.
///
/// A normal prior keeps what few duels say near the middle, and all of it finite: the strengths are the mode of the posterior,
/// the intervals those of its normal approximation.
struct BradleyTerry {
    /// On the logarithmic scale; their sum is 0.
    let strengths: [Double]
    /// Standard deviations of the strengths.
    let deviations: [Double]
    private let covariance: [[Double]]

    /// The prior's: a strength of 2, which wins nine duels of ten, lies within one standard deviation.
    static let priorDeviation = 2.0
    private static let priorPrecision = 1 / (priorDeviation * priorDeviation)
    private static let rounds = 100

    /// - Parameter wins: how often the first index beat the second; a draw is half of one each way.
    init(wins: [[Double]]) {
        let count = wins.count
        var theta = [Double](repeating: 0, count: count)
        for _ in 0..<Self.rounds {
            let (gradient, information) = Self.derivatives(wins, theta)
            let inverse = Self.inverse(information)
            var largest = 0.0
            for row in 0..<count {
                let step = zip(inverse[row], gradient).reduce(0) { $0 + $1.0 * $1.1 }
                // The function is concave: a bounded step of Newton's method always comes nearer.
                theta[row] += max(-2, min(2, step))
                largest = max(largest, abs(step))
            }
            if largest < 1e-12 { break }
        }
        // Only differences are told by duels: the middle is 0 by the prior, and by this beyond rounding.
        let mean = count == 0 ? 0 : theta.reduce(0, +) / Double(count)
        strengths = theta.map { $0 - mean }
        let covariance = Self.inverse(Self.derivatives(wins, theta).information)
        self.covariance = covariance
        deviations = (0..<count).map { max(0, Self.centred(row: $0, column: $0, covariance)).squareRoot() }
    }

    /// How sure it is that one is stronger than another: 0 to 1.
    func confidence(that one: Int, beats other: Int) -> Double {
        let variance = covariance[one][one] + covariance[other][other] - 2 * covariance[one][other]
        guard variance > 0 else { return 0.5 }
        return 0.5 * erfc(-(strengths[one] - strengths[other]) / (2 * variance).squareRoot())
    }

    /// The covariance of two strengths less the mean of all.
    private static func centred(row: Int, column: Int, _ covariance: [[Double]]) -> Double {
        let count = Double(covariance.count)
        let ofRow = covariance[row].reduce(0, +) / count
        let ofColumn = covariance.reduce(0) { $0 + $1[column] } / count
        let all = covariance.reduce(0) { $0 + $1.reduce(0, +) } / (count * count)
        return covariance[row][column] - ofRow - ofColumn + all
    }

    /// Of the logarithm of the posterior: its gradient, and its second derivatives with the sign turned.
    private static func derivatives(
        _ wins: [[Double]], _ theta: [Double]
    ) -> (gradient: [Double], information: [[Double]]) {
        let count = wins.count
        var gradient = theta.map { -priorPrecision * $0 }
        var information = (0..<count).map { row in
            (0..<count).map { $0 == row ? priorPrecision : 0 }
        }
        for one in 0..<count {
            for other in 0..<count where other != one {
                let share = 1 / (1 + exp(theta[other] - theta[one]))
                let duels = wins[one][other] + wins[other][one]
                gradient[one] += wins[one][other] - duels * share
                information[one][one] += duels * share * (1 - share)
                information[one][other] -= duels * share * (1 - share)
            }
        }
        return (gradient, information)
    }

    /// The inverse of a positive definite matrix (Gauss and Jordan).
    private static func inverse(_ matrix: [[Double]]) -> [[Double]] {
        let count = matrix.count
        var rows = matrix.enumerated().map { index, row in row + (0..<count).map { $0 == index ? 1 : 0 } }
        for pivot in 0..<count {
            let scale = rows[pivot][pivot]
            rows[pivot] = rows[pivot].map { $0 / scale }
            for row in 0..<count where row != pivot {
                let factor = rows[row][pivot]
                if factor != 0 { rows[row] = zip(rows[row], rows[pivot]).map { $0 - factor * $1 } }
            }
        }
        return rows.map { Array($0[count...]) }
    }
}
