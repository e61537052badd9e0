//! Four numbers side by side: with WebAssembly's own instructions for that, on which a compiler that is to save bytes
//! does not come by itself; elsewhere one by one.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32::*;
use std::ops::{Add, BitAnd, Mul, Sub};

/// Chooses between the two.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
macro_rules! pick {
    ($wide:expr, $plain:expr) => {
        $wide
    };
}
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
macro_rules! pick {
    ($wide:expr, $plain:expr) => {
        $plain
    };
}

/// Four whole numbers; sums and products go round.
#[derive(Clone, Copy, Debug)]
pub struct Ints(
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))] v128,
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))] [i32; 4],
);

/// Four numbers.
#[derive(Clone, Copy, Debug)]
pub struct Floats(
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))] v128,
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))] [f32; 4],
);

/// Does the same with each pair.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn pairs<A: Copy, T>([a, b, c, d]: [A; 4], [e, f, g, h]: [A; 4], make: impl Fn(A, A) -> T) -> [T; 4] {
    [make(a, e), make(b, f), make(c, g), make(d, h)]
}

macro_rules! operators {
    ($($of:ident: $operator:ident $name:ident $wide:ident $plain:expr;)*) => {$(
        impl $operator for $of {
            type Output = Self;

            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(pick!($wide(self.0, other.0), pairs(self.0, other.0, $plain)))
            }
        }
    )*};
}

operators! {
    Ints: Add add i32x4_add i32::wrapping_add;
    Ints: Sub sub i32x4_sub i32::wrapping_sub;
    Ints: Mul mul i32x4_mul i32::wrapping_mul;
    Ints: BitAnd bitand v128_and |a, b| a & b;
    Floats: Add add f32x4_add |a, b| a + b;
    Floats: Sub sub f32x4_sub |a, b| a - b;
    Floats: Mul mul f32x4_mul |a, b| a * b;
}

impl Ints {
    #[inline(always)]
    pub fn new([a, b, c, d]: [i32; 4]) -> Self {
        Self(pick!(i32x4(a, b, c, d), [a, b, c, d]))
    }

    #[inline(always)]
    pub fn all(value: i32) -> Self {
        Self(pick!(i32x4_splat(value), [value; 4]))
    }

    /// From four bytes, each 0 to 255.
    #[inline(always)]
    pub fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(pick!(
            u32x4_extend_low_u16x8(u16x8_extend_low_u8x16(u32x4_splat(u32::from_le_bytes(bytes)))),
            bytes.map(i32::from)
        ))
    }

    /// Where all are from 0 to 255.
    #[inline(always)]
    pub fn to_bytes(self) -> [u8; 4] {
        pick!(
            {
                let narrow = i16x8_narrow_i32x4(self.0, self.0);
                u32x4_extract_lane::<0>(u8x16_narrow_i16x8(narrow, narrow)).to_le_bytes()
            },
            self.0.map(|part| part as u8)
        )
    }

    #[inline(always)]
    pub fn to_array(self) -> [i32; 4] {
        pick!(
            [
                i32x4_extract_lane::<0>(self.0),
                i32x4_extract_lane::<1>(self.0),
                i32x4_extract_lane::<2>(self.0),
                i32x4_extract_lane::<3>(self.0),
            ],
            self.0
        )
    }

    #[inline(always)]
    pub fn to_floats(self) -> Floats {
        Floats(pick!(f32x4_convert_i32x4(self.0), self.0.map(|part| part as f32)))
    }

    /// Shifted to the right; the sign stays.
    #[inline(always)]
    pub fn down(self, bits: u32) -> Self {
        Self(pick!(i32x4_shr(self.0, bits), self.0.map(|part| part >> bits)))
    }

    /// All bits where `self` is less than `other`, otherwise none.
    #[inline(always)]
    pub fn less(self, other: Self) -> Self {
        Self(pick!(i32x4_lt(self.0, other.0), pairs(self.0, other.0, |a, b| -i32::from(a < b))))
    }

    /// Its own where `mask` has all bits, the other's where it has none.
    #[inline(always)]
    pub fn or_where_not(self, mask: Self, other: Self) -> Self {
        other + ((self - other) & mask)
    }

    /// Whether one of them is not 0.
    #[inline(always)]
    pub fn any(self) -> bool {
        pick!(v128_any_true(self.0), self.0 != [0; 4])
    }
}

impl Floats {
    #[inline(always)]
    pub fn new([a, b, c, d]: [f32; 4]) -> Self {
        Self(pick!(f32x4(a, b, c, d), [a, b, c, d]))
    }

    #[inline(always)]
    pub fn all(value: f32) -> Self {
        Self(pick!(f32x4_splat(value), [value; 4]))
    }

    /// The greater of each pair; the other's where one is not a number.
    #[inline(always)]
    pub fn greater(self, other: Self) -> Self {
        Self(pick!(f32x4_pmax(other.0, self.0), pairs(self.0, other.0, |a, b| if a > b { a } else { b })))
    }

    /// The lesser of each pair; the other's where one is not a number.
    #[inline(always)]
    pub fn lesser(self, other: Self) -> Self {
        Self(pick!(f32x4_pmin(other.0, self.0), pairs(self.0, other.0, |a, b| if a < b { a } else { b })))
    }

    #[inline(always)]
    pub fn abs(self) -> Self {
        Self(pick!(f32x4_abs(self.0), self.0.map(f32::abs)))
    }

    /// From 0 to 1 becomes 0 to 255, to the nearest.
    #[inline(always)]
    pub fn to_parts(self) -> Ints {
        // Added to 2^23, a number of that size has its whole part in its lowest bits.
        let moved = self * Self::all(255.0) + Self::all(8_388_608.0);
        Ints(pick!(moved.0, moved.0.map(|part| part.to_bits() as i32))) & Ints::all(255)
    }
}
