// Sums of points, many at a time, by additions in affine coordinates that share one inversion (EFD,
// short Weierstrass curves, affine "addition"; Montgomery's trick, HMV section 2.2.5: 5 products
// and a square each). For vouch/crypto/p256 only: what ScalarLanes and IfmaLanes have in common.
//
// An addition of affine coordinates wants different x. Where they are the same, the difference is
// zero and would spoil the inverses of all: such sums are found and marked, and the difference is
// replaced by 1. What comes out for a marked sum is no more than octets.
#pragma once

#include "vouch/crypto/p256/table.hpp"

namespace vouch::p256 {

/// How many products run side by side, so that none waits for the one before.
inline constexpr std::size_t chains = 4;

/// Room for sums: of each slot the sum so far, what is added to it, and what the inversion needs.
template <typename Lanes>
struct Slots {
  using Element = typename Lanes::Element;

  Element* x;
  Element* y;
  Element* x_added;
  Element* y_added;
  Element* difference;  ///< of the x
  Element* before;      ///< the product of the differences before this one, in its chain

  static constexpr std::size_t octets_of_slot = 6 * sizeof(Element);

  /// `room` is of octets_of_slot octets for each slot, and aligned as an Element.
  Slots(void* room, std::size_t count)
      : x(static_cast<Element*>(room)),
        y(x + count),
        x_added(y + count),
        y_added(x_added + count),
        difference(y_added + count),
        before(difference + count) {}
};

/// Marks of sums whose differences are public. `marks`: a mask for each vector of sums; slot i
/// belongs to vector i % vectors.
template <typename Lanes>
struct PublicMarks {
  std::uint8_t* marks;
  std::size_t vectors;

  bool mend(typename Lanes::Element& product, Slots<Lanes>& slots, std::size_t count) {
    if (Lanes::zeros(product) == 0) return false;
    for (std::size_t i = 0; i < count; ++i) {
      // One more product makes every representative of zero one that is found.
      const auto zeros = Lanes::zeros(Lanes::multiply(slots.difference[i], Lanes::one()));
      marks[i % vectors] = static_cast<std::uint8_t>(marks[i % vectors] | zeros);
      slots.difference[i] = Lanes::chosen(zeros, Lanes::one(), slots.difference[i]);
    }
    return true;
  }
};

/// Marks for sums of secret multiples, without a branch: all sums of a lane are marked where one of
/// them meets equal x, which for random multiples happens once in 2^240 sums.
template <typename Lanes>
struct SecretMarks {
  typename Lanes::Mask mark = 0;

  bool mend(typename Lanes::Element& product, Slots<Lanes>&, std::size_t) {
    const auto zeros = Lanes::zeros(product);
    mark = static_cast<typename Lanes::Mask>(mark | zeros);
    product = Lanes::chosen(zeros, Lanes::one(), product);
    return false;
  }
};

/// The products of the differences up to each slot, by chains; returns what `running` are at the
/// end.
template <typename Lanes>
void multiply_differences(Slots<Lanes>& slots, std::size_t count,
                          typename Lanes::Element (&running)[chains]) {
  for (auto& each : running) each = Lanes::one();
  std::size_t i = 0;
  for (; i + chains <= count; i += chains) {
    for (std::size_t c = 0; c < chains; ++c) {
      slots.before[i + c] = running[c];
      running[c] = Lanes::multiply(slots.difference[i + c], running[c]);
    }
  }
  for (std::size_t c = 0; i + c < count; ++c) {
    slots.before[i + c] = running[c];
    running[c] = Lanes::multiply(slots.difference[i + c], running[c]);
  }
}

/// Adds the point in slot i, whose x differs, by the inverse of the product up to this slot, which
/// becomes that of the product before it.
template <typename Lanes>
inline void add_point(Slots<Lanes>& slots, std::size_t i, typename Lanes::Element& inverse) {
  using Element = typename Lanes::Element;
  const Element own = Lanes::multiply(inverse, slots.before[i]);
  inverse = Lanes::multiply(slots.difference[i], inverse);
  const Element slope = Lanes::multiply(Lanes::difference(slots.y_added[i], slots.y[i]), own);
  const Element x = Lanes::coordinate(Lanes::square(slope), slots.x[i], slots.x_added[i]);
  const Element drop = Lanes::multiply(Lanes::difference(slots.x[i], x), slope);
  slots.y[i] = Lanes::coordinate(drop, slots.y[i]);
  slots.x[i] = x;
}

/// In the first `count` slots: sum += added. The differences of x are there already.
template <typename Lanes, typename Marks>
void add_points(Slots<Lanes>& slots, std::size_t count, Marks& marks) {
  using Element = typename Lanes::Element;
  Element running[chains];
  Element low;
  Element high;
  Element product;
  do {
    multiply_differences(slots, count, running);
    low = Lanes::multiply(running[0], running[1]);
    high = Lanes::multiply(running[2], running[3]);
    product = Lanes::multiply(low, high);
  } while (marks.mend(product, slots, count));

  const Element inverse = Lanes::invert(product);
  const Element of_low = Lanes::multiply(inverse, high);
  const Element of_high = Lanes::multiply(inverse, low);
  Element inverses[chains] = {
      Lanes::multiply(of_low, running[1]), Lanes::multiply(of_low, running[0]),
      Lanes::multiply(of_high, running[3]), Lanes::multiply(of_high, running[2])};

  std::size_t left = count;
  for (; left % chains != 0; --left) add_point(slots, left - 1, inverses[(left - 1) % chains]);
  for (; left > 0; left -= chains) {
    for (std::size_t c = 0; c < chains; ++c) add_point(slots, left - chains + c, inverses[c]);
  }
}

/// Sums up the terms of `vectors` vectors of sums in `slots`, of which there are `vectors` times
/// `accumulators`, a power of two: neighbouring terms are added up side by side, and then to each
/// other. `terms.load(vector, term, x, y)` gives a point, `terms.count` says how many. Vector i
/// ends in slot i.
template <typename Lanes, typename Terms, typename Marks>
void sum_up(const Terms& terms, Slots<Lanes>& slots, std::size_t vectors, std::size_t accumulators,
            Marks& marks) {
  for (unsigned done = 0; done < terms.count; done += static_cast<unsigned>(accumulators)) {
    const std::size_t wanted =
        terms.count - done < accumulators ? terms.count - done : accumulators;
    for (std::size_t a = 0; a < wanted; ++a) {
      for (std::size_t v = 0; v < vectors; ++v) {
        const std::size_t i = a * vectors + v;
        const unsigned term = done + static_cast<unsigned>(a);
        if (done == 0) {
          terms.load(v, term, slots.x[i], slots.y[i]);
        } else {
          terms.load(v, term, slots.x_added[i], slots.y_added[i]);
          slots.difference[i] = Lanes::difference(slots.x_added[i], slots.x[i]);
        }
      }
    }
    if (done != 0) add_points(slots, wanted * vectors, marks);
  }
  for (std::size_t half = accumulators / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half * vectors; ++i) {
      slots.x_added[i] = slots.x[half * vectors + i];
      slots.y_added[i] = slots.y[half * vectors + i];
      slots.difference[i] = Lanes::difference(slots.x_added[i], slots.x[i]);
    }
    add_points(slots, half * vectors, marks);
  }
}

}  // namespace vouch::p256
