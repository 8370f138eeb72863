#include "vouch/zonefile/text_window.hpp"

#include <algorithm>
#include <cstring>

namespace vouch::zonefile {
namespace {

std::size_t whole_blocks(std::size_t octets) {
  return (octets + masked_octets - 1) / masked_octets * masked_octets;
}

}  // namespace

TextWindow::TextWindow(std::string text, Kernel kernel, std::size_t octets)
    : kernel_(kernel), text_(std::move(text)), total_(text_.size()) {
  capacity_ = whole_blocks(std::min(std::max(octets, masked_octets), text_.size() + 1));
  make_room(0);
  fill();
}

TextWindow::TextWindow(FileReader file, Kernel kernel, std::size_t octets)
    : kernel_(kernel), file_(std::move(file)), total_(file_->size()) {
  capacity_ = whole_blocks(std::max(octets, masked_octets));
  make_room(0);
  fill();
}

void TextWindow::read_on(const char* kept) {
  const auto from = static_cast<std::size_t>(kept - octets_.get());
  passed_ += from;
  size_ -= from;
  if (size_ == capacity_) {
    capacity_ *= 2;
    make_room(from);
  } else {
    std::memmove(octets_.get(), kept, size_);
  }
  fill();
}

// Takes over the octets in view, which begin at `kept`.
void TextWindow::make_room(std::size_t kept) {
  auto octets = std::make_unique<char[]>(capacity_ + masked_octets);
  if (size_ > 0) std::memcpy(octets.get(), octets_.get() + kept, size_);
  octets_ = std::move(octets);
  masks_ = std::make_unique<CharacterMasks[]>(capacity_ / masked_octets + 1);
}

void TextWindow::fill() {
  if (file_) {
    fill_from_file();
  } else {
    const std::size_t count = std::min(capacity_ - size_, text_.size() - text_taken_);
    std::memcpy(octets_.get() + size_, text_.data() + text_taken_, count);
    text_taken_ += count;
    size_ += count;
    ends_ = text_taken_ == text_.size();
  }
  mask();
}

void TextWindow::fill_from_file() {
  while (!ends_ && size_ < capacity_) {
    auto read = file_->read(octets_.get() + size_, capacity_ - size_);
    if (!read.ok()) failure_ = std::move(read).error();
    const std::size_t count = read.ok() ? *read : 0;
    size_ += count;
    ends_ = count == 0;
  }
}

void TextWindow::mask() {
  std::memset(octets_.get() + size_, 0, whole_blocks(size_ + 1) - size_);
  classify(octets_.get(), whole_blocks(size_ + 1) / masked_octets, masks_.get(), kernel_);
}

}  // namespace vouch::zonefile
