//! Many small growing lists in one block of memory.
//!
//! A list is a handle to a start, a length and a room. Room grows by powers of two, and room that
//! was outgrown is used again by the next list of that size; so a million short lists cost twelve
//! bytes each beside what they hold, lie close together, and change in place.

use crate::Error;
use crate::snapshot::{In, Out, Word, sound};
use std::hint::black_box;

/// Cache lines of a list that are fetched ahead; of longer ones the processor itself sees that
/// they are read in order.
const TOUCHED_LINES: usize = 4;

/// Lists of `T`, told by number.
#[derive(Debug, Clone)]
pub(crate) struct Slices<T> {
    data: Vec<T>,
    heads: Vec<Head>,
    /// Starts of unused room of 2^i items.
    room: [Vec<u32>; 32],
    /// Numbers of lists that were let go.
    unused: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Head {
    start: u32,
    len: u32,
    cap: u32,
}

impl<T: Copy + Default> Default for Slices<T> {
    fn default() -> Self {
        Self {
            data: Vec::new(),
            heads: Vec::new(),
            room: std::array::from_fn(|_| Vec::new()),
            unused: Vec::new(),
        }
    }
}

impl<T: Copy + Default> Slices<T> {
    /// A new empty list.
    pub fn add(&mut self) -> u32 {
        if let Some(list) = self.unused.pop() {
            return list;
        }
        self.heads.push(Head::default());
        narrow(self.heads.len() - 1)
    }

    /// Lists with the numbers up to `list`, empty where they are new.
    pub fn reach(&mut self, list: u32) {
        if self.heads.len() <= list as usize {
            self.heads.resize(list as usize + 1, Head::default());
        }
    }

    /// Empties a list and lets its number be used again.
    pub fn release(&mut self, list: u32) {
        let head = std::mem::take(&mut self.heads[list as usize]);
        self.free(head);
        self.unused.push(list);
    }

    /// What a list holds; nothing when there is no such list.
    #[inline]
    pub fn get(&self, list: u32) -> &[T] {
        match self.heads.get(list as usize) {
            Some(head) => &self.data[head.start as usize..(head.start + head.len) as usize],
            None => &[],
        }
    }

    /// How many lists there are, those that were let go among them.
    pub fn count(&self) -> usize {
        self.heads.len()
    }

    /// Where a list lies: for nothing but to have its head fetched.
    #[inline]
    pub fn start(&self, list: u32) -> u32 {
        self.heads.get(list as usize).map_or(0, |head| head.start)
    }

    /// Has the memory fetch the beginning of a list, a read for each of its cache lines.
    #[inline]
    pub fn touch(&self, list: u32) {
        let items = self.get(list);
        let line = 64 / size_of::<T>();
        items.iter().step_by(line).take(TOUCHED_LINES).for_each(|item| {
            black_box(item);
        });
    }

    /// The same, to change.
    pub fn get_mut(&mut self, list: u32) -> &mut [T] {
        match self.heads.get(list as usize) {
            Some(head) => &mut self.data[head.start as usize..(head.start + head.len) as usize],
            None => &mut [],
        }
    }

    /// How much a list holds.
    pub fn len(&self, list: u32) -> usize {
        self.heads.get(list as usize).map_or(0, |h| h.len as usize)
    }

    /// Puts items at a list's end.
    pub fn extend(&mut self, list: u32, items: &[T]) {
        let head = self.heads[list as usize];
        let len = head.len as usize + items.len();
        let head = if len > head.cap as usize { self.moved(head, len) } else { head };
        let end = (head.start + head.len) as usize;
        self.data[end..end + items.len()].copy_from_slice(items);
        self.heads[list as usize] = Head { len: narrow(len), ..head };
    }

    /// Takes items out of a list, keeping the order of the rest.
    pub fn cut(&mut self, list: u32, range: std::ops::Range<usize>) {
        let gone = range.len();
        let items = self.get_mut(list);
        items.copy_within(range.end.., range.start);
        let head = &mut self.heads[list as usize];
        head.len -= narrow(gone);
        if head.len == 0 {
            let head = std::mem::take(head);
            self.free(head);
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let room: usize = self.room.iter().map(Vec::capacity).sum();
        self.data.capacity() * size_of::<T>()
            + self.heads.capacity() * size_of::<Head>()
            + (room + self.unused.capacity()) * size_of::<u32>()
    }

    /// The same lists without any unused room, in the order of their numbers.
    pub fn packed(&self) -> Self {
        let mut data = Vec::with_capacity(self.heads.iter().map(|h| h.len as usize).sum());
        let mut heads = Vec::with_capacity(self.heads.len());
        for list in 0..self.heads.len() {
            let items = self.get(narrow(list));
            let len = narrow(items.len());
            heads.push(Head { start: narrow(data.len()), len, cap: len });
            data.extend_from_slice(items);
        }
        Self { data, heads, room: std::array::from_fn(|_| Vec::new()), unused: self.unused.clone() }
    }

    /// The lists as arrays, packed.
    pub fn write(&self, out: &mut Out)
    where
        T: Word,
    {
        let lists = || (0..self.heads.len()).map(|list| self.get(narrow(list)));
        out.each(lists().map(|items| narrow(items.len())));
        out.each(lists().flatten().copied());
        out.each(self.unused.iter().copied());
    }

    /// The lists of such arrays.
    pub fn read(input: &mut In<'_>) -> Result<Self, Error>
    where
        T: Word,
    {
        let (lengths, data) = (input.u32s()?, input.words::<T>()?);
        let unused = input.u32s()?;
        let mut heads = Vec::with_capacity(lengths.len());
        let mut start = 0u32;
        for len in lengths {
            heads.push(Head { start, len, cap: len });
            start = start.saturating_add(len);
        }
        sound(start as usize == data.len())?;
        sound(unused.iter().all(|list| heads.get(*list as usize).is_some_and(|h| h.len == 0)))?;
        Ok(Self { data, heads, unused, ..Self::default() })
    }

    fn moved(&mut self, head: Head, len: usize) -> Head {
        let class = len.next_power_of_two().trailing_zeros() as usize;
        let cap = 1usize << class;
        let start = self.room[class].pop().unwrap_or_else(|| {
            let start = self.data.len();
            self.data.resize(start + cap, T::default());
            narrow(start)
        });
        let old = head.start as usize..(head.start + head.len) as usize;
        self.data.copy_within(old, start as usize);
        self.free(head);
        Head { start, len: head.len, cap: narrow(cap) }
    }

    fn free(&mut self, head: Head) {
        if head.cap > 0 {
            self.room[head.cap.ilog2() as usize].push(head.start);
        }
    }
}

/// Lists hold less than 2^32 items in all: 16 GiB of postings.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
