import { bookPlants } from './book-plants.ts';
import { editPlants } from './edit-plants.ts';
import { lostPlants } from './lost-plants.ts';
import { moneyPlants } from './money-plants.ts';
import { ownPlants } from './own-plants.ts';
import type { Plant } from './plant.ts';

/** Every way in which both sides are brought apart. */
export const plants: readonly Plant[] = [
  ...editPlants,
  ...bookPlants,
  ...moneyPlants,
  ...lostPlants,
  ...ownPlants,
];
