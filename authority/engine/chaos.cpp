#include "authority/engine/chaos.hpp"

#include <string_view>

#include "vouch/base/ascii.hpp"

namespace vouch::authority {
namespace {

bool is(NameView name, std::string_view wire) {
  return equal_ignoring_case(name.wire(), octets_of(wire));
}

using std::string_view_literals::operator""sv;

const std::string* text_for(NameView name, const AnswerPolicy& policy) {
  if (is(name, "\7version\4bind\0"sv) || is(name, "\7version\6server\0"sv)) return &policy.version;
  if (is(name, "\10hostname\4bind\0"sv) || is(name, "\2id\6server\0"sv)) return &policy.identity;
  return nullptr;
}

}  // namespace

void answer_chaos(const AnswerPolicy& policy, Response& response) {
  const QuestionView& question = *response.query().question;
  const std::string* text = text_for(question.name, policy);
  if (!text || text->empty() || (question.type != RRType::TXT && question.type != RRType::ANY)) {
    response.set_rcode(Rcode::REFUSED);
    return;
  }
  std::array<std::uint8_t, 256> rdata;
  const std::size_t octets = std::min<std::size_t>(text->size(), 255);
  rdata[0] = static_cast<std::uint8_t>(octets);
  std::copy_n(text->begin(), octets, rdata.begin() + 1);
  response.add_record(question.name, RRType::TXT, RRClass::CH, Ttl{0},
                      OctetView(rdata).first(octets + 1));
}

}  // namespace vouch::authority
