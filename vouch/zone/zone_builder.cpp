#include "vouch/zone/zone_builder.hpp"

#include <algorithm>

#include "vouch/zone/packed/merge.hpp"
#include "vouch/zone/packed/run_store.hpp"

namespace vouch {
namespace {

// The runs of a store as changes that only add.
class RunSource : public ChangeSource {
 public:
  explicit RunSource(const RunStore& runs) : runs_(runs) { find_end(); }

  bool empty() const override { return at_ == runs_.run_count(); }
  NameView owner() const override { return runs_.owner(at_); }
  NameWords words() const override { return runs_.words(at_); }
  bool touches_cover() const override { return false; }
  void next() override {
    at_ = end_;
    find_end();
  }
  Result<void> apply(std::vector<PackedRecord>& records) override {
    for (std::size_t i = at_; i < end_; ++i) runs_.append_records(i, records);
    return {};
  }

 private:
  // Behind the runs of the same owner.
  void find_end() {
    end_ = at_;
    if (empty()) return;
    runs_.prefetch(at_ + 12);
    for (++end_; end_ < runs_.run_count() && runs_.goes_on(end_);) ++end_;
  }

  const RunStore& runs_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

// The names of a zone, or its NSEC3: packed as long as the owners come in order.
struct Part {
  Part(NameView apex, RRClass rrclass, ZonePart which)
      : part(which), packer(apex, rrclass, which) {}

  ZonePart part;
  Packer packer;
  KeptName last;  ///< that was packed
  NameWords last_words;
  RunStore others;
};

}  // namespace

class ZoneBuilder::State {
 public:
  State(NameView apex, RRClass rrclass)
      : apex_(apex),
        rrclass_(rrclass),
        names_(apex, rrclass, ZonePart::names),
        nsec3_(apex, rrclass, ZonePart::nsec3) {}

  NameView apex() const { return apex_; }
  RRClass rrclass() const { return rrclass_; }
  std::size_t record_count() const { return record_count_; }

  Result<void> add(NameView owner, RRType type, Ttl ttl, OctetView rdata) {
    const bool of_nsec3 = is_of_nsec3(type, rdata);
    const bool goes_on =
        !run_.empty() && of_nsec3 == run_of_nsec3_ && owner.size() == owner_.view().size() &&
        (equal_octets(owner.wire(), owner_.view().wire()) || owner == owner_.view());
    if (!goes_on) {
      if (!owner.is_at_or_below(apex_)) {
        return fail(ErrorCode::bad_zone,
                    owner.text() + " " + text(type) + " is outside of the zone " + apex_.text());
      }
      end_run();
      owner_.keep(owner);
      run_of_nsec3_ = of_nsec3;
    }
    run_.add(type, ttl, rdata);
    ++record_count_;
    return {};
  }

  Result<ZonePtr> build() {
    end_run();
    if (failed_) return *std::exchange(failed_, std::nullopt);
    if (names_.last.empty()) VOUCH_CHECK(names_.packer.add_empty(apex_));
    ZonePtr in_order =
        ZoneAssembly::make(apex_, rrclass_, {names_.packer.finish(), nsec3_.packer.finish()});
    if (names_.others.empty() && nsec3_.others.empty()) return in_order;
    VOUCH_TRY(std::vector<ChunkPtr> names, merged(*in_order, names_));
    VOUCH_TRY(std::vector<ChunkPtr> nsec3, merged(*in_order, nsec3_));
    return ZoneAssembly::make(apex_, rrclass_, {std::move(names), std::move(nsec3)});
  }

 private:
  void end_run() {
    if (run_.empty()) return;
    Part& part = run_of_nsec3_ ? nsec3_ : names_;
    const NameWords words = name_words(owner_.view(), apex_.size());
    if (part.last.empty() || is_behind_last(part, words)) {
      pack(part, words);
    } else {
      part.others.add(owner_.view(), words, run_);
    }
    run_.clear();
  }

  bool is_behind_last(const Part& part, NameWords words) const {
    if (words != part.last_words) return part.last_words < words;
    return !words.is_last() && part.last.view() < owner_.view();
  }

  void pack(Part& part, NameWords words) {
    records_.clear();
    run_.append_to(records_);
    // The apex is a name of the zone whatever it holds, and the first.
    const bool apex_lacks =
        part.part == ZonePart::names && part.last.empty() && owner_.view().size() != apex_.size();
    Result<void> packed = apex_lacks ? part.packer.add_empty(apex_) : Result<void>();
    if (packed.ok()) packed = part.packer.add(owner_.view(), records_);
    if (!packed.ok() && !failed_) failed_ = std::move(packed).error();
    part.last.keep(owner_.view());
    part.last_words = words;
  }

  // What was packed in order with what was not.
  Result<std::vector<ChunkPtr>> merged(const Zone& in_order, Part& part) {
    part.others.sort(apex_.size());
    RunSource source(part.others);
    const MergePlan plan = plan_of(in_order, part);
    return merge_chunks(in_order, part.part, source, plan);
  }

  // Chunks that get records are made anew. So are those below a name that may get a delegation or
  // DNAME: names that come before the chunk's first may be above it.
  MergePlan plan_of(const Zone& in_order, const Part& part) const {
    const std::vector<ChunkPtr>& chunks = ZoneAssembly::chunks(in_order, part.part);
    MergePlan plan;
    plan.chunks.resize(chunks.size());
    std::size_t at = 0;  // the chunk of the run
    NextChunk next = chunk_behind(chunks, at);
    for (std::size_t run = 0; run < part.others.run_count() && !chunks.empty(); ++run) {
      while (next.exists && !is_before(part.others, run, next)) next = chunk_behind(chunks, ++at);
      ++plan.chunks[at].changes;
      plan.chunks[at].make_anew = true;
      if (!next.exists || (!next.is_deep && !part.others.words(run).is_apex())) continue;
      const NameView owner = part.others.owner(run);
      for (std::size_t i = at + 1; i < chunks.size() && chunks[i]->owner(0).is_below(owner); ++i) {
        if (owner.size() == apex_.size() && !adds_dname(part.others, run)) break;
        plan.chunks[i].make_anew = true;
      }
    }
    return plan;
  }

  struct NextChunk {
    bool exists = false;
    NameView first;
    NameWords words;
    bool is_deep = false;  ///< its first name has other names than the apex above it
  };

  NextChunk chunk_behind(const std::vector<ChunkPtr>& chunks, std::size_t at) const {
    if (at + 1 >= chunks.size()) return {};
    const NameView first = chunks[at + 1]->owner(0);
    return {true, first, name_words(first, apex_.size()),
            first.size() > apex_.size() + first.wire()[0] + 1U};
  }

  static bool is_before(const RunStore& runs, std::size_t run, const NextChunk& next) {
    const NameWords words = runs.words(run);
    return words != next.words ? words < next.words
                               : !words.is_last() && runs.owner(run) < next.first;
  }

  static bool adds_dname(const RunStore& runs, std::size_t run) {
    std::vector<PackedRecord> records;
    runs.append_records(run, records);
    return std::any_of(records.begin(), records.end(),
                       [](const PackedRecord& record) { return record.type == RRType::DNAME; });
  }

  Name apex_;
  RRClass rrclass_;
  std::size_t record_count_ = 0;
  KeptName owner_;  ///< of the run in hand
  Run run_;
  bool run_of_nsec3_ = false;
  Part names_;
  Part nsec3_;
  std::vector<PackedRecord> records_;
  std::optional<Error> failed_;
};

ZoneBuilder::ZoneBuilder(NameView apex, RRClass rrclass)
    : state_(std::make_unique<State>(apex, rrclass)) {}
ZoneBuilder::ZoneBuilder(ZoneBuilder&&) noexcept = default;
ZoneBuilder& ZoneBuilder::operator=(ZoneBuilder&&) noexcept = default;
ZoneBuilder::~ZoneBuilder() = default;

std::size_t ZoneBuilder::record_count() const { return state_->record_count(); }

Result<void> ZoneBuilder::add(NameView owner, RRType type, Ttl ttl, OctetView rdata) {
  return state_->add(owner, type, ttl, rdata);
}

Result<void> ZoneBuilder::add(RRsetView rrset) {
  for (const OctetView rdata : rrset.rdatas)
    VOUCH_CHECK(state_->add(rrset.owner, rrset.type, rrset.ttl, rdata));
  return {};
}

Result<ZonePtr> ZoneBuilder::build() {
  VOUCH_TRY(ZonePtr zone, build_without_soa());
  if (!zone->find(zone->apex(), RRType::SOA)) {
    return fail(ErrorCode::bad_zone,
                "the zone " + zone->apex().text() + " has no SOA record at its apex; add one");
  }
  return zone;
}

Result<ZonePtr> ZoneBuilder::build_without_soa() {
  const Name apex(state_->apex());
  const RRClass rrclass = state_->rrclass();
  Result<ZonePtr> zone = state_->build();
  state_ = std::make_unique<State>(apex, rrclass);
  return zone;
}

}  // namespace vouch
