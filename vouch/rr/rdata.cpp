#include "vouch/rr/rdata.hpp"

#include "vouch/base/ascii.hpp"
#include "vouch/rr/field/row.hpp"

namespace vouch {
namespace {

using rr::Field;
using rr::FieldCursor;
using rr::FieldReader;
using rr::RowField;
using rr::RowForm;

std::string named(RRType type) { return text(type) + " RDATA"; }

Error wrong_length(RRType type, std::size_t length, std::size_t wanted, std::size_t offset) {
  Error error = fail(length < wanted ? ErrorCode::truncated : ErrorCode::trailing_octets,
                     named(type) + " has " + std::to_string(length) + " octets instead of " +
                         std::to_string(wanted));
  error.where.offset = offset;
  return error;
}

Error left_over(RRType type, const FieldReader& reader, std::size_t end) {
  Error error =
      fail(ErrorCode::trailing_octets,
           named(type) + " has " + std::to_string(reader.left()) + " octets after its last field");
  error.where.offset = end - reader.left();
  return error;
}

// Runs of fields of fixed size are copied at once.
Result<void> read_fields(const RowForm& form, FieldReader& reader) {
  std::size_t run = 0;
  for (const RowField& row : form.fields) {
    const Field& field = *row.field;
    if (field.octets != 0) {
      run += field.octets;
      continue;
    }
    if (run != 0) VOUCH_CHECK(reader.copy(run));
    run = 0;
    VOUCH_CHECK(field.read(reader));
  }
  if (run != 0) return reader.copy(run);
  return {};
}

// `to` is null where the octets are only to be checked.
Result<void> read_form(const RowForm& form, RRType type, WireReader& in, std::size_t length,
                       Octets* to) {
  const std::size_t end = in.offset() + length;
  if (form.octets != 0) {
    if (length != form.octets) return wrong_length(type, length, form.octets, in.offset());
    if (to != nullptr) append_octets(*to, in.whole().subspan(in.offset(), length));
    in.seek(end);
    return {};
  }
  FieldReader reader(in, end, to);
  VOUCH_CHECK(read_fields(form, reader));
  if (reader.left() != 0) return left_over(type, reader, end);
  return {};
}

void skip(const Field& field, FieldCursor& cursor) {
  if (field.octets != 0) {
    cursor.at += field.octets;
  } else {
    field.skip(cursor);
  }
}

// The octets of RDATA that canonical form lower-cases. No row has more than two names. Length
// octets inside names are below 'A', so that lower-casing all octets of a name leaves them as they
// are.
struct LoweredParts {
  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  Part parts[2];
  std::size_t count = 0;

  LoweredParts(const RowForm& form, OctetView rdata) {
    FieldCursor cursor{rdata};
    for (const RowField& row : form.fields) {
      if (row.field->lower) {
        row.field->names(cursor, add, this);
      } else {
        skip(*row.field, cursor);
      }
    }
  }

  static void add(void* self, std::size_t offset, NameView name) {
    auto& lowered = *static_cast<LoweredParts*>(self);
    if (lowered.count < std::size(lowered.parts)) {
      lowered.parts[lowered.count++] = {offset, offset + name.size()};
    }
  }

  std::uint8_t octet(OctetView rdata, std::size_t at) const {
    for (std::size_t i = 0; i < count; ++i) {
      if (at >= parts[i].begin && at < parts[i].end) return lower_ascii(rdata[at]);
    }
    return rdata[at];
  }
};

// In updates a record of class ANY or NONE without RDATA speaks of RRsets that are to exist or to
// go (RFC 2136 sections 2.4 and 2.5).
bool stands_for_rrset(RRType type, RRClass rrclass) {
  if (rrclass != RRClass::ANY && rrclass != RRClass::NONE) return false;
  const TypeRow* const row = row_of(type);
  return row == nullptr || row->category != TypeCategory::meta;
}

}  // namespace

Result<void> read_rdata(WireReader& message, std::size_t length, RRType type, RRClass rrclass,
                        Octets& to) {
  if (message.left() < length) return message.truncated(length);
  if (length == 0 && stands_for_rrset(type, rrclass)) return {};
  const RowForm* const form = rr::form_of(type, rrclass);
  if (form == nullptr) {
    append_octets(to, message.whole().subspan(message.offset(), length));
    message.seek(message.offset() + length);
    return {};
  }
  const std::size_t start = message.offset();
  const std::size_t size = to.size();
  auto read = read_form(*form, type, message, length, &to);
  if (read.ok() && to.size() - size > max_rdata_octets) {
    read = fail(ErrorCode::too_long,
                named(type) + " has more than 65535 octets when its names are expanded");
  }
  if (!read.ok()) {
    to.resize(size);
    message.seek(start);
  }
  return read;
}

bool is_carried_malformed(RRType type) { return type == RRType::DS || type == RRType::DNSKEY; }

Result<void> check_rdata(RRType type, RRClass rrclass, OctetView rdata) {
  if (rdata.size() > max_rdata_octets) {
    return fail(ErrorCode::too_long, named(type) + " has more than 65535 octets");
  }
  if (rdata.empty() && stands_for_rrset(type, rrclass)) return {};
  const RowForm* const form = rr::form_of(type, rrclass);
  if (form == nullptr) return {};
  WireReader reader(rdata);
  return read_form(*form, type, reader, rdata.size(), nullptr);
}

void write_rdata(WireWriter& writer, NameCompressor& compressor, RRType type, RRClass rrclass,
                 OctetView rdata) {
  const RowForm* const form = rr::form_of(type, rrclass);
  if (form == nullptr || !form->compress || rdata.empty()) {
    writer.octets(rdata);
    return;
  }
  FieldCursor cursor{rdata};
  std::size_t written = 0;
  for (const RowField& row : form->fields) {
    const Field& field = *row.field;
    if (!field.compress && !field.expand) {
      skip(field, cursor);
      continue;
    }
    writer.octets(rdata.subspan(written, cursor.at - written));
    if (field.compress) {
      compressor.write(writer, cursor.name());
    } else {
      compressor.write_uncompressed(writer, cursor.name());
    }
    written = cursor.at;
  }
  writer.octets(rdata.subspan(written));
}

void append_canonical_rdata(Octets& to, RRType type, RRClass rrclass, OctetView rdata) {
  const std::size_t start = to.size();
  append_octets(to, rdata);
  const RowForm* const form = rr::form_of(type, rrclass);
  if (form == nullptr || !form->lower || rdata.empty()) return;
  const LoweredParts lowered(*form, rdata);
  for (std::size_t i = 0; i < lowered.count; ++i) {
    for (std::size_t at = lowered.parts[i].begin; at < lowered.parts[i].end; ++at) {
      to[start + at] = lower_ascii(to[start + at]);
    }
  }
}

bool has_lowered_names(RRType type) {
  const TypeRow* const row = row_of(type);
  if (row == nullptr) return false;
  const RowForm* const form = rr::form_of(type, row->rrclass.value_or(RRClass::IN));
  return form != nullptr && form->lower;
}

int compare_canonical_rdata(RRType type, RRClass rrclass, OctetView left, OctetView right) {
  // RDATA that are the same up to an octet have the same names there. Where that octet is no letter
  // that could be lower-cased, the type need not be looked at.
  const auto [mine, theirs] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (mine == left.end() || theirs == right.end())
    return left.size() == right.size() ? 0 : left.size() < right.size() ? -1 : 1;
  if (lower_ascii(*mine) == *mine && lower_ascii(*theirs) == *theirs) return *mine - *theirs;

  const RowForm* const form = rr::form_of(type, rrclass);
  if (form == nullptr || !form->lower || left.empty() || right.empty()) {
    return compare_octets(left, right);
  }
  const LoweredParts left_lowered(*form, left);
  const LoweredParts right_lowered(*form, right);
  const std::size_t shared = left.size() < right.size() ? left.size() : right.size();
  for (std::size_t at = 0; at < shared; ++at) {
    if (left[at] == right[at] && lower_ascii(left[at]) == left[at]) continue;
    const int order = left_lowered.octet(left, at) - right_lowered.octet(right, at);
    if (order != 0) return order;
  }
  return left.size() == right.size() ? 0 : left.size() < right.size() ? -1 : 1;
}

void for_each_name(RRType type, RRClass rrclass, OctetView rdata,
                   void (*visit)(void* context, std::size_t offset, NameView name), void* context) {
  const RowForm* const form = rr::form_of(type, rrclass);
  if (form == nullptr || !form->names || rdata.empty()) return;
  FieldCursor cursor{rdata};
  for (const RowField& row : form->fields) {
    if (row.field->names != nullptr) {
      row.field->names(cursor, visit, context);
    } else {
      skip(*row.field, cursor);
    }
  }
}

void append_random_rdata(Octets& to, RRType type, RRClass rrclass,
                         std::uint32_t (*next)(void* context), void* context) {
  rr::FieldRandom random{to, to.size(), next, context};
  const RowForm* const form = rr::form_of(type, rrclass);
  if (form == nullptr) {
    random.octets(random.below(40));
    return;
  }
  for (const RowField& row : form->fields) row.field->random(random);
}

}  // namespace vouch
