//! Typed values in running text: dates, durations, ages, phone numbers, addresses.
