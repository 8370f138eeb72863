// DNS messages: any octets are read without harm, and a message that was read is written so that it
// reads the same.
#include "vouch/message/message.hpp"

#include <cstdlib>

#include "vouch/message/edns_option.hpp"

using namespace vouch;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

// Everything a view offers, of whole messages and of broken ones.
void look_at(const MessageView& view) {
  std::string text = view.header().flags_text();
  for (const Question& question : view.questions()) text += question.text();
  if (const auto question = view.question()) {
    expect(view.question_octets().size() == question->name.size() + 4);
    expect(question->name == view.questions().at(0).name);
  }
  if (view.edns()) {
    for (const EdnsOptionView option : view.edns()->options) append_option_text(text, option);
  }
  std::size_t records = 0;
  for (const Section section : all_sections) {
    std::size_t counted = 0;
    for (const RecordView& record : view.section(section)) {
      ++counted;
      expect(record.end() <= view.octets().size());
      expect(record.owner_is(record.owner()));
      if (const auto whole = record.record(); whole.ok()) text += whole->text();
    }
    expect(counted == view.section(section).size());
    records += counted;
  }
  expect(records == view.records().size());
}

// Whatever is malformed in a response, all else is read, printed and grouped.
void look_at_response(OctetView input, const MessageView& view) {
  const auto response = Message::read_response(input);
  expect(response.ok());
  std::size_t count = response->malformed.size();
  for (const Section section : all_sections) {
    const std::vector<Record>& records = response->section(section);
    count += records.size();
    for (const Record& each : records) expect(!each.text().empty());
    std::size_t grouped = 0;
    for (const SignedRRset& each : group_rrsets(records))
      grouped += each.rrset.size() + each.signatures.size();
    expect(grouped <= records.size());
  }
  std::size_t expected = 0;
  for (const RecordView& record : view.records()) expected += record.type() != RRType::OPT ? 1 : 0;
  expect(count == expected);
}

// Writing leaves records out where pointers that stood in the message can't be made again.
bool is_whole(const Message& read, const Message& again) {
  return read.answer.size() == again.answer.size() &&
         read.authority.size() == again.authority.size() &&
         read.additional.size() == again.additional.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const OctetView input(octets, size);
  const auto leading = MessageView::read_leading(input);
  const auto view = MessageView::read(input);
  expect(leading.ok() == (size >= Header::octets));
  if (leading.ok()) {
    look_at(leading->message);
    expect(leading->fault.has_value() == !view.ok());
  }
  expect(Message::read_response(input).ok() == view.ok());
  if (view.ok()) look_at_response(input, *view);
  const auto message = Message::read(input);
  if (!message.ok()) return 0;
  expect(view.ok());

  const Octets written = message->write();
  expect(written.size() <= max_message_octets);
  const auto again = Message::read(written);
  expect(again.ok());
  if (is_whole(*message, *again)) {
    expect(*again == *message);
    expect(again->write() == written);
  } else {
    expect(written.size() > max_message_octets / 2);
  }
  const auto cut = Message::read(message->write(512));
  expect(cut.ok());
  return 0;
}
