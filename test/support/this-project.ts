import { loaded, type Project, thisWorkspace } from '../../scripts/cli/project.ts';

/** This repository, with the providers that it has. */
export const thisProject: Project = await loaded(thisWorkspace);
export const { providers } = thisProject;
