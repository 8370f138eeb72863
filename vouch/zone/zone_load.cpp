#include "vouch/zone/zone_load.hpp"

#include "vouch/zone/zone_builder.hpp"

namespace vouch {
namespace {

// Collects records; those that come before the SOA are kept until the apex is known.
class Loader {
 public:
  Loader(std::optional<Name> apex, const LoadOptions& options) : options_(options) {
    if (apex) builder_.emplace(*apex);
  }

  bool wants_more() {
    loaded_.stopped_early = loaded_.errors.size() >= options_.max_errors;
    return !loaded_.stopped_early;
  }
  void complain(Error error) { loaded_.errors.push_back(std::move(error)); }

  void take(const ParsedRecord& record) {
    if (!builder_ && record.type == RRType::SOA) start(record);
    if (!builder_) {
      early_.push_back({record.to_record(), std::string(record.source), record.line});
      return;
    }
    if (record.type == RRType::SOA && !soa_seen(record)) return;
    if (is_meta(record.type)) {
      return complain(fail(ErrorCode::bad_type,
                           text(record.type) + " can't stand in a zone; take the record out")
                          .at(record.source, record.line));
    }
    auto added = builder_->add(record.owner, record.type, record.ttl, record.rdata);
    if (!added.ok()) complain(std::move(added).error().at(record.source, record.line));
  }

  LoadedZone finish(std::string_view source) {
    const bool may_go_on = options_.in_spite_of_errors && !loaded_.stopped_early;
    if (!loaded_.errors.empty() && !(may_go_on && builder_)) return std::move(loaded_);
    if (!builder_) {
      complain(fail(ErrorCode::bad_zone,
                    "there is no SOA record, so no zone; name the origin or add a SOA")
                   .at(source));
      return std::move(loaded_);
    }
    auto zone = builder_->build();
    if (zone.ok()) {
      loaded_.zone = std::move(*zone);
    } else {
      complain(std::move(zone).error().at(source));
    }
    return std::move(loaded_);
  }

 private:
  struct Early {
    Record record;
    std::string source;
    std::uint32_t line;
  };

  void start(const ParsedRecord& soa) {
    builder_.emplace(soa.owner, soa.rrclass);
    for (const Early& early : early_) {
      auto added = builder_->add(early.record);
      if (!added.ok()) complain(std::move(added).error().at(early.source, early.line));
    }
    early_.clear();
  }

  // Whether the SOA may be added: the zone has no other.
  bool soa_seen(const ParsedRecord& record) {
    if (!soa_) {
      soa_.emplace(record.rdata.begin(), record.rdata.end());
      return true;
    }
    if (equal_octets(*soa_, record.rdata)) return true;
    complain(fail(ErrorCode::bad_zone, "a second, different SOA record; a zone has one")
                 .at(record.source, record.line));
    return false;
  }

  const LoadOptions& options_;
  std::optional<ZoneBuilder> builder_;
  std::optional<Octets> soa_;
  std::vector<Early> early_;
  LoadedZone loaded_;
};

}  // namespace

LoadedZone load_zone(ZoneFileReader& reader, std::optional<Name> apex, std::size_t max_errors) {
  return load_zone(reader, std::move(apex), LoadOptions{max_errors, false, {}});
}

LoadedZone load_zone(ZoneFileReader& reader, std::optional<Name> apex, const LoadOptions& options) {
  Loader loader(std::move(apex), options);
  std::string source;
  ParsedRecord record;
  while (loader.wants_more()) {
    auto found = reader.read(record);
    if (options.progress) options.progress();
    if (!found.ok()) {
      loader.complain(std::move(found).error());
      continue;
    }
    if (!*found) break;
    if (source != record.source) source = record.source;
    loader.take(record);
  }
  return loader.finish(source);
}

}  // namespace vouch
